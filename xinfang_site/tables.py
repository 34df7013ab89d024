"""Every table of the core (全部数据表), imported in one place: migrations and tests need them all."""

from xinfang_site.accounts import models as accounts
from xinfang_site.audit import models as audit
from xinfang_site.calendars import models as calendars
from xinfang_site.codes import models as codes
from xinfang_site.disposals import models as disposals
from xinfang_site.documents import models as documents
from xinfang_site.files import models as files
from xinfang_site.imports import models as imports
from xinfang_site.jobs import models as jobs
from xinfang_site.laws import models as laws
from xinfang_site.modules import models as modules
from xinfang_site.offices import models as offices
from xinfang_site.petitions import tables as petitions
from xinfang_site.register.filters import models as register
from xinfang_site.rules import models as rules

__all__ = [
    "accounts",
    "audit",
    "calendars",
    "codes",
    "disposals",
    "documents",
    "files",
    "imports",
    "jobs",
    "laws",
    "modules",
    "offices",
    "petitions",
    "register",
    "rules",
]
