"""Forms of bulk actions (批量办理表单): what is done and why, and why it is taken back."""

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Optional

from xinfang_site.forms import Max, SiteForm, options
from xinfang_site.petitions.archive.freezing import RETENTIONS


class BulkForm(SiteForm):
    """What is done to many matters (批量办理); ``value`` is the category or the handler."""

    retention = SelectField("保管期限", choices=options(list(RETENTIONS.items())), default="30")
    value = SelectField("改为", [Optional()], choices=[], validate_choice=True)
    reason = TextAreaField(
        "理由", [DataRequired("请填写理由"), Max(500)], description="写入每一件的办理过程和审计日志"
    )

    def ask_for(self, asked: str) -> None:
        """Name what is to be written, in the question and where it is missing (填写内容)."""
        self.reason.label.text = asked
        self.reason.validators = [DataRequired(f"请填写{asked}"), Max(500)]


class UndoForm(SiteForm):
    """Why a bulk change is taken back (撤销理由)."""

    reason = TextAreaField(
        "撤销理由", [DataRequired("请填写撤销理由"), Max(500)], description="写入每一件的办理过程和审计日志"
    )
