"""The blueprints of accounts (账号页面): signing in and one's own account; those of administrators."""

from xinfang_site.accounts.admin_views import blueprint as administration
from xinfang_site.accounts.grant_views import blueprint as grants
from xinfang_site.accounts.own_views import blueprint as own_account
from xinfang_site.accounts.rehearsal_views import blueprint as rehearsal
from xinfang_site.accounts.views import blueprint as signing_in

OWN = (signing_in, own_account)
ADMINISTRATION = (administration, grants, rehearsal)
