"""The blueprints of administrators (管理页面): accounts, modules, offices, code tables, calendar, imports of these, audit."""

from xinfang_site.accounts import pages as accounts
from xinfang_site.audit.views import blueprint as audit
from xinfang_site.calendars.views import blueprint as calendars
from xinfang_site.codes.views import blueprint as codes
from xinfang_site.masterdata.views import blueprint as masterdata
from xinfang_site.modules.views import blueprint as modules
from xinfang_site.offices.views import blueprint as offices

BLUEPRINTS = (*accounts.ADMINISTRATION, modules, offices, codes, calendars, masterdata, audit)
