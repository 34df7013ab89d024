"""Signed texts (签名文本): values that a browser stores for the site and that must come back unaltered.

The library takes a signature from the future for an expired one. A server's clock that is put right by a minute would
then sign everybody out and lose what they typed; how old a session may be is the database's to say (``visitors``).
"""

from datetime import datetime
from typing import Any

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class SteadySigner(TimestampSigner):
    """Signs with a time, and lets pass what was signed before the clock was set back (时钟回拨)."""

    def unsign(  # type: ignore[override]  # the library overloads it by a literal
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> bytes | tuple[bytes, datetime]:
        """The text, unless it was altered or is older than ``max_age`` seconds.

        Raises:
            BadSignature: altered, or too old.
        """
        value, signed_at = super().unsign(signed_value, return_timestamp=True)
        if max_age is not None and self.get_timestamp() - signed_at.timestamp() > max_age:
            raise SignatureExpired("too old", payload=value, date_signed=signed_at)
        return (value, signed_at) if return_timestamp else value


def serializer(purpose: str) -> URLSafeTimedSerializer:
    """Signs values for one purpose (用途) with the site's key; what was signed for another one is refused."""
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=purpose, signer=SteadySigner)


class CookieInterface(SecureCookieSessionInterface):
    """The cookie (会话 Cookie), signed like everything else."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """The library's serializer with our signer."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = SteadySigner
        return made
