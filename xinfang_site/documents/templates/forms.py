"""Forms of templates (文书模板表单)."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.conflicts_page import VersionField
from xinfang_site.documents.templates.defaults import Words
from xinfang_site.documents.templates.services import Faulty, TemplateDraft
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.forms import Max, SiteForm, given

LONG = 20000


class TemplateForm(SiteForm):
    """A template's texts (文书模板表单)."""

    version = VersionField()
    title = TextAreaField(
        "标题", [InputRequired("请填写标题"), Max(200)], description="可以分两行", render_kw={"rows": 2}
    )
    addressee = StringField("主送", [Max(200)], description="带全角冒号；没有主送的不填")
    body = TextAreaField("正文", [InputRequired("请填写正文"), Max(LONG)], render_kw={"rows": 18})
    notes = TextAreaField(
        "附注", [Max(2000)], description="成文日期之下的各行，如联系方式、签收栏", render_kw={"rows": 4}
    )
    copies = StringField("抄送", [Max(500)], description="没有抄送的不填")
    word = StringField("文号代字", [Max(20)], description="发文字号中机关代字之后的字，如“受”；不填用默认")
    reason = TextAreaField("修改依据", [Max(500)], description="保存时必填", render_kw={"rows": 2})

    def words(self) -> Words:
        """The texts as typed."""
        return Words(
            self.title.data or "",
            self.addressee.data or "",
            self.body.data or "",
            self.notes.data or "",
            self.copies.data or "",
            self.word.data or "",
        )

    def draft(self, kind: DocumentKind) -> TemplateDraft:
        """The validated fields."""
        return TemplateDraft(kind, self.words(), self.reason.data or "", given(self.version.data))

    def show_faults(self, faulty: Faulty) -> None:
        """Say beside each text what is wrong with it."""
        for name, said in faulty.faults.items():
            self[name].errors = [*self[name].errors, *said]


class ResetForm(SiteForm):
    """Goes back to the national default (恢复默认模板)."""

    version = VersionField()
    reason = TextAreaField("恢复理由", [InputRequired("请填写理由"), Max(500)], render_kw={"rows": 2})
