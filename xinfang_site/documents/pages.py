"""All pages of documents (文书页面): importing a module of views adds its pages to the blueprint."""

from xinfang_site.documents.blueprint import blueprint
from xinfang_site.documents.made import views as made
from xinfang_site.documents.making import views as making
from xinfang_site.documents.sheets import views as sheets
from xinfang_site.documents.templates import views as templates

__all__ = ["blueprint", "made", "making", "sheets", "templates"]
