"""All pages of single matters (信访事项页面): importing a module of views adds its pages to the blueprint."""

from xinfang_site.petitions.acts import lead_views as leads
from xinfang_site.petitions.acts import reported_views as reported
from xinfang_site.petitions.acts import views as acts
from xinfang_site.petitions.approving import views as approving
from xinfang_site.petitions.archive import views as archive
from xinfang_site.petitions.attachments import views as attachments
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.case import door_views as door
from xinfang_site.petitions.case import dossier_views as dossier
from xinfang_site.petitions.case import views as case
from xinfang_site.petitions.clocks import views as clocks
from xinfang_site.petitions.correcting import views as correcting
from xinfang_site.petitions.people import views as people
from xinfang_site.petitions.registering import views as registering
from xinfang_site.petitions.stepping import views as stepping

__all__ = [
    "acts",
    "approving",
    "archive",
    "attachments",
    "blueprint",
    "case",
    "clocks",
    "correcting",
    "door",
    "dossier",
    "leads",
    "people",
    "registering",
    "reported",
    "stepping",
]
