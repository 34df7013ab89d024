"""Forms of suggestions and teaching sheets (选题建议、案例表单)."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_legal_study.lessons.models import TeachingSheet
from xinfang_legal_study.lessons.services import SheetDraft
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given


class BeginForm(SiteForm):
    """The closed case to tell (选取案例)."""

    number = StringField(
        "信访件编号",
        [InputRequired("请填写编号"), Max(40)],
        description="只能选用本机构名册内已办结的事项；检举控告除外",
    )


class SheetForm(SiteForm):
    """A teaching sheet (以案释法表单)."""

    version = VersionField()
    title = StringField("案例标题", [InputRequired("请填写标题"), Max(120)])
    laws = StringField("涉及法条", [Max(500)], description="写全称并加书名号，如《信访工作条例》第三十一条")
    facts = TextAreaField(
        "基本情况",
        [InputRequired("请填写基本情况"), Max(6000)],
        render_kw={"rows": 12},
        description="已自动去除姓名、电话、证件号、地址，请通读并改写仍能认出个人的内容",
    )
    handling = TextAreaField("办理过程和结果", [Max(6000)], render_kw={"rows": 6})
    lesson = TextAreaField("法律要点与启示", [Max(6000)], render_kw={"rows": 8})

    def draft(self) -> SheetDraft:
        """The validated fields."""
        return SheetDraft(
            given(self.title.data),
            self.laws.data or "",
            given(self.facts.data),
            self.handling.data or "",
            self.lesson.data or "",
        )


def sheet_values(sheet: TeachingSheet) -> dict[str, object]:
    """A sheet as its form holds it."""
    names = ("title", "laws", "facts", "handling", "lesson")
    return {name: getattr(sheet, name) for name in names}
