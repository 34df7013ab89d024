"""The core's blueprints (页面), in one list."""

from xinfang_site.accounts.admin_views import blueprint as accounts_admin
from xinfang_site.accounts.grant_views import blueprint as grants
from xinfang_site.accounts.own_views import blueprint as own_account
from xinfang_site.accounts.rehearsal_views import blueprint as rehearsal
from xinfang_site.accounts.views import blueprint as accounts
from xinfang_site.audit.views import blueprint as audit
from xinfang_site.calendars.views import blueprint as calendars
from xinfang_site.codes.views import blueprint as codes
from xinfang_site.disposals.views import blueprint as disposals
from xinfang_site.documents.views import blueprint as documents
from xinfang_site.home.views import blueprint as home
from xinfang_site.imports.views import blueprint as imports
from xinfang_site.laws.views import blueprint as laws
from xinfang_site.lookup.views import blueprint as lookup
from xinfang_site.masterdata.views import blueprint as masterdata
from xinfang_site.module_imports.views import blueprint as module_imports
from xinfang_site.module_jobs.views import blueprint as module_jobs
from xinfang_site.modules.views import blueprint as modules
from xinfang_site.offices.views import blueprint as offices
from xinfang_site.oversight.views import blueprint as oversight
from xinfang_site.petitions import pages as petition_pages
from xinfang_site.register import views as register_pages
from xinfang_site.reports.views import blueprint as reports
from xinfang_site.rules.views import blueprint as rules

SHARED = (petition_pages, register_pages)
"""Modules whose pages hang on one blueprint, ``petitions``: the addresses are one family."""

_ADMINISTRATION = (accounts_admin, grants, rehearsal, modules, offices, codes, calendars, masterdata, audit)
_WORK = (
    petition_pages.blueprint,
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
BLUEPRINTS = (home, accounts, own_account, lookup, *_WORK, *_ADMINISTRATION)
