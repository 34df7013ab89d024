"""All pages of the register (名册页面), in one place: importing a module of views hangs its pages on the petitions' blueprint."""

from xinfang_site.register import views as lists
from xinfang_site.register.bulk import result_views as bulk_results
from xinfang_site.register.bulk import views as bulk
from xinfang_site.register.exporting import views as exporting

__all__ = ["bulk", "bulk_results", "exporting", "lists"]
