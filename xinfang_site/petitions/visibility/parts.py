"""An office's part in a matter (单位在事项中的身份), as stored in its register entry."""

from typing import Final

REGISTRAR: Final = "registrar"
"""It registered the matter (登记单位)."""
UNIT: Final = "unit"
"""It handles the matter, or did (责任单位)."""
ABOVE: Final = "above"
"""The petition office above the one that registered it (上级信访部门)."""
REVIEW: Final = "review"
"""It is asked for a review or a final review (复查、复核机关)."""
