"""Laws (法规): citations as links, marked when repealed or amended; the passages behind them and their changes."""

from xinfang_site.laws.citing import Cited, cited
from xinfang_site.laws.naming import Passage, PassageChange, changes_of, passages_of
from xinfang_site.laws.queries import laws

__all__ = ["Cited", "Passage", "PassageChange", "changes_of", "cited", "laws", "passages_of"]
