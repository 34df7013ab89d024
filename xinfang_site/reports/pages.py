"""All pages of the statistics (统计页面): importing a module of views adds its pages to the blueprint."""

from xinfang_site.reports import bulletin_views as bulletin
from xinfang_site.reports import views as tables
from xinfang_site.reports.blueprint import blueprint

__all__ = ["blueprint", "bulletin", "tables"]
