"""Forms of saved filters (常用筛选表单)."""

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired

from xinfang_site.forms import Max, SiteForm


class FilterForm(SiteForm):
    """Name of a saved filter (常用筛选)."""

    name = StringField("名称", [DataRequired("请填写名称"), Max(40)])
    shared = BooleanField("与本机构同事共享")


class DropForm(SiteForm):
    """Deleting asks once (删除方案)."""
