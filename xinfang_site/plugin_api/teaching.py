"""Teaching from cases (以案释法): what went wrong in a month by article, closed matters without identities."""

from xinfang_site.petitions.case.retelling import (
    ClosedCase,
    Fault,
    closed_case,
    late_limits,
    leaks_in,
    overturned,
)

__all__ = ["ClosedCase", "Fault", "closed_case", "late_limits", "leaks_in", "overturned"]
