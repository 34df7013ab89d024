"""All pages under ``/petitions/`` (信访事项页面): those of single matters, and the register's on the same blueprint.

Importing a module of views adds its pages to the blueprint.
"""

from xinfang_site.petitions.pages import blueprint
from xinfang_site.register import views as lists
from xinfang_site.register.bulk import result_views as bulk_results
from xinfang_site.register.bulk import views as bulk
from xinfang_site.register.exporting import views as exporting

__all__ = ["blueprint", "bulk", "bulk_results", "exporting", "lists"]
