"""The form of an export with personal data (导出表单)."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from xinfang_site.forms import Max, SiteForm


class PersonalExportForm(SiteForm):
    """Why names and phones are needed (导出理由)."""

    reason = TextAreaField(
        "导出理由", [DataRequired("请填写导出理由"), Max(200)], description="将记入审计日志，并写入导出文件"
    )
