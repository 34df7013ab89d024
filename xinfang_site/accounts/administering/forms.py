"""Forms of account administration (账号管理表单)."""

import re

from sqlalchemy.orm import Session
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Regexp

from xinfang_site import clock
from xinfang_site.accounts.administering.grant_services import RolesDraft
from xinfang_site.accounts.administering.services import AccountDraft, MoveDraft, PersonDraft, Reasoned
from xinfang_site.accounts.queries import STANDINGS, PeopleWanted
from xinfang_site.conflicts_page import VersionField
from xinfang_site.domain.roles import Role
from xinfang_site.forms import Max, SiteForm, TicksField, given, options
from xinfang_site.offices import queries as offices

USERNAME = re.compile(r"[a-z0-9][a-z0-9_.-]{1,39}\Z")
USERNAME_RULE = "用户名由 2 至 40 位小写字母、数字和 _ . - 组成，以字母或者数字开头"


def lower(value: object) -> object:
    """Names to sign in with are kept in small letters."""
    return value.lower() if isinstance(value, str) else value


class PeopleFilter(SiteForm):
    """What the list of accounts is filtered by (账号筛选)."""

    q = StringField("姓名、用户名或者拼音首字母", [Max(40)])
    office = SelectField("机构（含下级）", coerce=int, default=0)
    role = SelectField(
        "角色", choices=options([("", "全部角色"), *((each.value, each.title) for each in Role)]), default=""
    )
    standing = SelectField("状态", choices=options([("", "全部状态"), *STANDINGS.items()]), default="")

    def offer(self, session: Session) -> None:
        """Fill the list of offices."""
        self.office.choices = options([(0, "全部机构"), *offices.choices_for(session, clock.today())])

    def wanted(self) -> PeopleWanted:
        """The filter; a part that is not valid is left out."""

        def part(name: str) -> str:
            return "" if self[name].errors else str(self[name].data or "")

        office_id = 0 if self.office.errors else self.office.data or 0
        return PeopleWanted(part("q"), office_id or None, part("role"), part("standing"))


class AccountForm(SiteForm):
    """A new account (新增账号表单); roles are not given here."""

    username = StringField(
        "用户名",
        [InputRequired("请填写用户名"), Max(40), Regexp(USERNAME, message=USERNAME_RULE)],
        filters=[lower],
        description="登录时使用，一人一号，设定后不再改变",
        render_kw={"autocomplete": "off"},
    )
    name = StringField("姓名", [InputRequired("请填写姓名"), Max(40)], render_kw={"autocomplete": "off"})
    post = StringField("职务", [Max(60)])
    office_id = SelectField("机构", coerce=int)

    def offer(self, session: Session) -> None:
        """Fill the list of offices."""
        self.office_id.choices = options(offices.choices_for(session, clock.today()))

    def draft(self) -> AccountDraft:
        """The validated fields."""
        return AccountDraft(
            username=given(self.username.data),
            name=given(self.name.data),
            office_id=given(self.office_id.data),
            post=self.post.data or "",
        )


class PersonForm(SiteForm):
    """Name and post of a person (姓名职务表单)."""

    version = VersionField()
    name = StringField("姓名", [InputRequired("请填写姓名"), Max(40)], render_kw={"autocomplete": "off"})
    post = StringField("职务", [Max(60)])

    def draft(self) -> PersonDraft:
        """The validated fields."""
        return PersonDraft(given(self.name.data), self.post.data or "", given(self.version.data))


class MoveForm(SiteForm):
    """To another office (调动表单), with the new post and the reason."""

    version = VersionField()
    office_id = SelectField("调入机构", coerce=int)
    post = StringField("新职务", [Max(60)])
    reason = TextAreaField("调动依据", [InputRequired("请填写依据"), Max(500)], render_kw={"rows": 3})

    def offer(self, session: Session) -> None:
        """Fill the list of offices."""
        self.office_id.choices = options(offices.choices_for(session, clock.today()))

    def draft(self) -> MoveDraft:
        """The validated fields."""
        return MoveDraft(
            given(self.office_id.data),
            self.post.data or "",
            given(self.reason.data),
            given(self.version.data),
        )


class ReasonedForm(SiteForm):
    """Asks for the reason of an act on an account, before the act is done (操作事由表单)."""

    version = VersionField()
    reason = TextAreaField("事由", [InputRequired("请填写事由"), Max(500)], render_kw={"rows": 3})

    def draft(self) -> Reasoned:
        """The validated fields."""
        return Reasoned(given(self.reason.data), given(self.version.data))


class RolesForm(SiteForm):
    """The roles that an account holds (角色表单)."""

    version = VersionField()
    roles = TicksField(
        "角色",
        choices=options((each.value, each.title) for each in Role),
        description="三员（系统管理员、安全管理员、审计管理员）之间以及与业务岗位之间不得兼任",
    )
    reason = TextAreaField("授权依据", [InputRequired("请填写依据"), Max(500)], render_kw={"rows": 3})

    def draft(self) -> RolesDraft:
        """The validated fields."""
        roles = frozenset(Role(each) for each in self.roles.data or [])
        return RolesDraft(roles, given(self.reason.data), given(self.version.data))
