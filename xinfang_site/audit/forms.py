"""The filter of the audit (审计筛选)."""

from datetime import date

from sqlalchemy.orm import Session
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from xinfang_site import clock
from xinfang_site.audit.actions import RESULTS, known_actions, known_groups, known_objects
from xinfang_site.audit.queries import EventsWanted
from xinfang_site.forms import Max, SiteForm, options
from xinfang_site.offices import queries as offices

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def real_day(_form: SiteForm, field: DateField) -> None:
    """Refuse days far outside any record: typing errors, which would overflow when turned into instants."""
    if field.data is not None and not EARLIEST <= field.data <= LATEST:
        raise ValidationError("日期应在 1990 年至 2100 年之间")


class AuditFilter(SiteForm):
    """What the audit is filtered by (审计筛选); it stands in the address."""

    first = DateField("起始日期", [Optional(), real_day])
    last = DateField("截止日期", [Optional(), real_day])
    person = StringField("人员（姓名、用户名）", [Max(80)])
    action = SelectField("操作", default="")
    object_type = SelectField("对象种类", default="")
    object_id = StringField("信访事项编号，或者所选种类的序号", [Max(64)])
    office = SelectField("机构（含下级）", coerce=int, default=0)
    result = SelectField(
        "结果",
        choices=options([("", "全部结果"), ("not-ok", "未成功（全部）"), *RESULTS.items()]),
        default="",
    )

    def offer(self, session: Session, within: int | None) -> None:
        """Fill the lists: what was done, to what, by offices in the reader's subtree when he sees no more."""
        acts = sorted(known_actions().items(), key=lambda each: each[0])
        self.action.choices = options([("", "全部操作"), *known_groups().items(), *acts])
        self.object_type.choices = options([("", "全部对象"), *known_objects().items()])
        day = clock.today()
        visible = offices.subtree_ids(session, within) if within is not None else None
        choices = offices.choices_for(session, day)
        kept = choices if visible is None else [each for each in choices if each[0] in visible]
        self.office.choices = options([(0, "全部机构"), *kept])

    def validate_last(self, field: DateField) -> None:
        """The days must be in order."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError("截止日期不能早于起始日期")

    def wanted(self, within: int | None, barred: frozenset[int]) -> EventsWanted:
        """The filter; a part that is not valid is left out."""
        first, last = self._day("first"), self._day("last")
        office = 0 if self.office.errors else self.office.data or 0
        return EventsWanted(
            first=first,
            last=last,
            person=self._text("person"),
            action=self._text("action"),
            object_type=self._text("object_type"),
            object_id=self._text("object_id"),
            office_id=office or None,
            result=self._text("result"),
            within=within,
            barred=barred,
        )

    def _text(self, name: str) -> str:
        return "" if self[name].errors else str(self[name].data or "")

    def _day(self, name: str) -> date | None:
        found = None if self[name].errors else self[name].data
        return found if isinstance(found, date) else None
