"""One-time codes (动态口令) as a second factor; a code works once."""

import pyotp

from xinfang_site import clock
from xinfang_site.accounts.models import Account

PERIOD_SECONDS = 30


def new_secret() -> str:
    """A fresh secret for an authenticator."""
    return pyotp.random_base32()


def address(secret: str, username: str, site: str) -> str:
    """The ``otpauth:`` text that authenticators read."""
    return pyotp.TOTP(secret, interval=PERIOD_SECONDS).provisioning_uri(name=username, issuer_name=site)


def accept(account: Account, code: str) -> bool:
    """Whether ``code`` is right now, or one step off, and was not used before; it then is used up."""
    step = accepted_step(account.totp_secret or "", code, account.totp_last)
    if step:
        account.totp_last = step
    return step > 0


def accepted_step(secret: str, code: str, last: int) -> int:
    """The time step whose code this is, later than ``last``; 0 for none."""
    if not (secret and code.isascii() and code.isdigit()):
        return 0
    generator = pyotp.TOTP(secret, interval=PERIOD_SECONDS)
    now = int(clock.now().timestamp()) // PERIOD_SECONDS
    for step in (now - 1, now, now + 1):
        if step > last and pyotp.utils.strings_equal(generator.at(step * PERIOD_SECONDS), code):
            return step
    return 0
