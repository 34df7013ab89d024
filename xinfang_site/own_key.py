"""The data's own key (数据密钥核对): a site never goes on writing with a key that its data was not written with.

A ``data.key`` that was lost is made anew at the next start, and one of another instance fits as well as any. What is
there could not be read any more, what is added could not be read with the right one, and the audit would be two chains.
"""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from xinfang_site.audit.writer import seal
from xinfang_site.extensions import vault
from xinfang_site.revisions import is_made
from xinfang_site.vault import VaultError, fingerprint

_HEAD = text("SELECT last_id, last_digest, seal FROM audit_head WHERE id = 1")
_SEALED = (
    text("SELECT name FROM petitioner ORDER BY id LIMIT 1"),
    text("SELECT name FROM petitioner ORDER BY id DESC LIMIT 1"),
)


def refuse_other_key(engine: Engine) -> None:
    """Refuse data of another key (拒绝不符的密钥); a database that is not made, or does not answer, is left to others.

    Raises:
        VaultError: neither the audit's seal nor a sealed field was made with this key.
    """
    if not is_made(engine):
        return
    try:
        with engine.connect() as connection:
            fits = _fits(connection)
    except DBAPIError:
        return
    if not fits:
        raise VaultError(
            f"data.key（指纹 {fingerprint(vault())}）不是本站数据所用的密钥，数据未作任何改动。"
            "请把原来的 data.key 放回实例目录（权限 600）后再启动"
        )


def _fits(connection: Connection) -> bool:
    head = connection.execute(_HEAD).first()
    if head is None or seal(head.last_id, head.last_digest) == head.seal:
        return True
    # a seal that somebody altered is for ``xinfang audit verify`` to tell, and stops nobody's work
    return any(_opens(connection.scalar(query)) for query in _SEALED)


def _opens(sealed: bytes | None) -> bool:
    if sealed is None:
        return False
    try:
        vault().decrypt(bytes(sealed))
    except VaultError:
        return False
    return True
