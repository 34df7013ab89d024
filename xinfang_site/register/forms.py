"""Forms of the register (名册表单): saved filters, exports with personal data, bulk actions."""

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from xinfang_site.forms import Max, SiteForm, options
from xinfang_site.petitions.archive.freezing import RETENTIONS


class FilterForm(SiteForm):
    """Name of a saved filter (筛选方案)."""

    name = StringField("名称", [DataRequired("请填写名称"), Max(40)])
    shared = BooleanField("与本机构同事共享")


class DropForm(SiteForm):
    """Deleting asks once."""


class PersonalExportForm(SiteForm):
    """Why names and phones are needed (导出理由)."""

    reason = TextAreaField(
        "导出理由", [DataRequired("请填写导出理由"), Max(200)], description="将记入审计日志，并写入导出文件"
    )


class UndoForm(SiteForm):
    """Why a bulk change is taken back (撤销理由)."""

    reason = TextAreaField(
        "撤销理由", [DataRequired("请填写撤销理由"), Max(500)], description="写入每一件的办理过程和审计日志"
    )


class BulkForm(SiteForm):
    """What is done to many matters (批量办理); ``value`` is the category or the handler."""

    retention = SelectField("保管期限", choices=options(list(RETENTIONS.items())), default="30")
    value = SelectField("改为", [Optional()], choices=[], validate_choice=True)
    reason = TextAreaField(
        "理由", [DataRequired("请填写理由"), Max(500)], description="写入每一件的办理过程和审计日志"
    )
