"""The ledger that the briefing takes in (要情台账), as the core asks for it."""

from xinfang_daily_briefing.ledger.kinds import KIND, vocabulary
from xinfang_daily_briefing.ledger.services import take
from xinfang_daily_briefing.ledger.taking_back import take_back
from xinfang_daily_briefing.permissions import EDIT
from xinfang_site.plugin_api.ledgers import LedgerImport

LEDGER = LedgerImport("briefings", "要情台账", EDIT, KIND, vocabulary, take, take_back)
