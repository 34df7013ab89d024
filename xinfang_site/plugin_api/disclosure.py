"""Personal data in clear (查看完整个人信息): asked for with a reason, one record, shown by the answer of a POST alone.

A module shows names, phones and addresses of visitors masked. Its page that shows them in clear asks with
:class:`ReasonForm`, calls :func:`disclose` and answers 429 to :class:`TooMany`.
"""

from xinfang_site.forms import ReasonForm
from xinfang_site.petitions.people.unmasking import TooMany, disclose

__all__ = ["ReasonForm", "TooMany", "disclose"]
