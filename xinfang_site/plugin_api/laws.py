"""Laws (法规): citations as links, marked when repealed or amended; the library of the core."""

from xinfang_site.laws.citing import Cited, cited
from xinfang_site.laws.queries import laws

__all__ = ["Cited", "cited", "laws"]
