"""The core's blueprints (页面), in one list."""

from xinfang_site.accounts.views import blueprint as accounts
from xinfang_site.home.views import blueprint as home
from xinfang_site.offices.views import blueprint as offices

BLUEPRINTS = (home, accounts, offices)
