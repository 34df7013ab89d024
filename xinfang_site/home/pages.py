"""Pages that everybody has (人人都有的页面): the home page and the guide."""

from xinfang_site.guide.views import blueprint as guide
from xinfang_site.home.views import blueprint as home

EVERYBODYS = (home, guide)
