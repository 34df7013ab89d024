"""The core's blueprints (页面), in one list."""

from xinfang_site import administration
from xinfang_site.accounts.pages import OWN
from xinfang_site.disposals.views import blueprint as disposals
from xinfang_site.documents.pages import blueprint as documents
from xinfang_site.home.pages import EVERYBODYS
from xinfang_site.imports.uploading.views import blueprint as imports
from xinfang_site.laws.views import blueprint as laws
from xinfang_site.lookup.views import blueprint as lookup
from xinfang_site.module_imports.views import blueprint as module_imports
from xinfang_site.module_jobs.views import blueprint as module_jobs
from xinfang_site.oversight.views import blueprint as oversight
from xinfang_site.register.pages import blueprint as petitions
from xinfang_site.reports.pages import blueprint as reports
from xinfang_site.rules.views import blueprint as rules

_WORK = (
    petitions,
    documents,
    disposals,
    oversight,
    rules,
    imports,
    module_imports,
    module_jobs,
    reports,
    laws,
)
BLUEPRINTS = (*EVERYBODYS, *OWN, lookup, *_WORK, *administration.BLUEPRINTS)
