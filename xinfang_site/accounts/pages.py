"""The blueprints of accounts (账号页面): signing in and one's own account; those of administrators."""

from xinfang_site.accounts.administering.grant_views import blueprint as grants
from xinfang_site.accounts.administering.views import blueprint as administration
from xinfang_site.accounts.own.views import blueprint as own_account
from xinfang_site.accounts.rehearsing.views import blueprint as rehearsal
from xinfang_site.accounts.signing_in.views import blueprint as signing_in

OWN = (signing_in, own_account)
ADMINISTRATION = (administration, grants, rehearsal)
