"""The vault (密钥与加密): keys outside the database, field encryption and keyed look-up hashes.

One interface, so that a national cipher (SM4/SM3) can replace AES-GCM and HMAC-SHA256
without touching a caller: see docs/decisions/0006-encryption-at-rest.md.
"""

import hmac
import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xinfang_site.private_files import write_private

KEY_BYTES = 32
NONCE_BYTES = 12
SHORT = 4
"""Characters of a value whose look-up hash is remembered: there are ten thousand endings of numbers in all."""
AWAITED = "data.key.awaited"
"""Left by a restore: which key the data needs. No new key is made and no other one used while it is there."""


class VaultError(Exception):
    """A key is missing (密钥错误), readable by others, or does not fit the data."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The instance's keys (密钥); made by :func:`open_vault`."""

    secret_key: bytes
    data_key: bytes

    def encrypt(self, text: str) -> bytes:
        """Ciphertext of a field, with its own nonce in front."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, text.encode(), None)

    def encrypt_all(self, texts: Sequence[str | None]) -> list[bytes | None]:
        """Ciphertexts of many fields, absent ones left out: one cipher and one draw of nonces for them all."""
        encrypt, nonces = self._cipher().encrypt, secrets.token_bytes(NONCE_BYTES * len(texts))
        found: list[bytes | None] = []
        for place, text in enumerate(texts):
            nonce = nonces[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]
            found.append(None if text is None else nonce + encrypt(nonce, text.encode(), None))
        return found

    def decrypt(self, blob: bytes) -> str:
        """The field's text.

        Raises:
            VaultError: another key, or bytes that were altered.
        """
        try:
            return self._cipher().decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], None).decode()
        except InvalidTag as error:
            raise VaultError("数据密钥与数据不符，或数据已被改动") from error

    def lookup(self, kind: str, value: str) -> int:
        """Keyed hash (检索摘要) of a masked value, as a signed 64-bit integer for an index."""
        of = _remembered_lookup if len(value) <= SHORT else _lookup
        return of(self.data_key, f"{kind}:{value}")

    def digest(self, purpose: str, text: str) -> str:
        """Keyed hash of a token or code, 64 hexadecimal characters."""
        return _keyed(self.data_key, purpose, text).hex()

    def _cipher(self) -> AESGCM:
        return _cipher(self.data_key)


def _lookup(data_key: bytes, text: str) -> int:
    return int.from_bytes(_keyed(data_key, "lookup", text)[:8], "big", signed=True)


_remembered_lookup = lru_cache(maxsize=16384)(_lookup)


def _keyed(data_key: bytes, purpose: str, text: str) -> bytes:
    keyed = _begun(data_key, purpose).copy()
    keyed.update(text.encode())
    return keyed.digest()


@cache
def _begun(data_key: bytes, purpose: str) -> hmac.HMAC:
    """A keyed hash with its key already set; cached, since an import needs half a million of them."""
    return hmac.new(_derived(data_key, purpose), digestmod=sha256)


@cache
def _derived(data_key: bytes, purpose: str) -> bytes:
    """The key for one purpose."""
    return hmac.digest(data_key, purpose.encode(), sha256)


@cache
def _cipher(data_key: bytes) -> AESGCM:
    return AESGCM(_derived(data_key, "fields"))


def open_vault(instance: Path) -> Vault:
    """The instance's keys; made on first start with mode 0600.

    Raises:
        VaultError: a key file is readable by others, has a wrong length, or is not the one the data needs.
    """
    awaited = instance / AWAITED
    wanted = awaited.read_text(encoding="utf-8").splitlines()[0] if awaited.exists() else ""
    if wanted and not (instance / "data.key").exists():
        raise VaultError(f"缺少数据密钥：请把原实例的 data.key（指纹 {wanted}）放入实例目录，权限 600")
    vault = Vault(_key(instance / "secret.key"), _key(instance / "data.key"))
    if wanted and fingerprint(vault) != wanted:
        raise VaultError(f"data.key（指纹 {fingerprint(vault)}）不是还原的数据所用的密钥（指纹 {wanted}）")
    return vault


def fingerprint(vault: Vault) -> str:
    """A fingerprint of the data key (密钥指纹), to tell which key a backup needs; it reveals nothing of the key."""
    return vault.digest("fingerprint", "data.key")[:16]


def await_key(instance: Path, wanted: str, words: str) -> None:
    """Between restore and first start, let the site start with that key only (等待密钥).

    Args:
        instance: the instance folder.
        wanted: the key's fingerprint.
        words: what was restored, for the audit.
    """
    write_private(instance / AWAITED, (f"{wanted}\n", f"{words}\n"))


def _key(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES).hex().encode())
        file.flush()
        os.fsync(file.fileno())
    return _read_key(path)


def _read_key(path: Path) -> bytes:
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise VaultError(f"密钥文件 {path.name} 可被其他用户读取，请先执行 chmod 600 {path.name}")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise VaultError(f"密钥文件 {path.name} 内容不正确") from error
    if len(key) != KEY_BYTES:
        raise VaultError(f"密钥文件 {path.name} 长度不正确")
    return key
