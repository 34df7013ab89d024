"""Passwords (口令): hashing with Argon2id and the rules for a new one.

Complexity and regular change are asked by GB/T 22239-2019 8.1.4.1, although newer advice is
against both; the office is bound by the former (docs/decisions/0007-password-rules.md).
"""

import secrets
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from xinfang_site.extensions import settings
from xinfang_site.settings import Settings

MAX_LENGTH = 128
_OFFICE_WORDS = ("xinfang", "信访", "xinfangban", "shapingba", "chongqing", "password", "admin123")
_LOOKALIKES = str.maketrans({"@": "a", "4": "a", "0": "o", "1": "i", "3": "e", "$": "s", "5": "s", "7": "t"})
_WORD = 6  # shorter words are in every good pass phrase
# no characters that are mistaken for one another on paper
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def hash_password(password: str) -> str:
    """Argon2id hash, salted; t=2, m=19 MiB, p=1 unless the settings say otherwise."""
    return _hasher().hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether ``password`` is the stored one; a dummy comparison costs the same time."""
    try:
        return _hasher().verify(stored or _dummy(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with older parameters."""
    return _hasher().check_needs_rehash(stored)


def _hasher() -> PasswordHasher:
    chosen = settings()
    return _hasher_of(chosen.password_time_cost, chosen.password_memory_kib)


@cache
def _hasher_of(time_cost: int, memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)


@cache
def _dummy() -> str:
    return _hasher().hash(secrets.token_hex(16))


def one_time() -> str:
    """A random first password, 16 characters of three classes, easy to copy from paper."""
    while True:
        password = "".join(secrets.choice(_ALPHABET) for _ in range(16))
        if _classes(password) >= 3:
            return password


def faults(password: str, username: str, old_hashes: Iterable[str], rules: Settings) -> list[str]:
    """What is wrong with a new password, in Chinese; empty when it may be used."""
    found = []
    if len(password) < rules.password_min_length:
        found.append(f"口令至少 {rules.password_min_length} 位")
    if len(password) > MAX_LENGTH:
        found.append(f"口令最多 {MAX_LENGTH} 位")
    if _classes(password) < rules.password_min_classes:
        found.append(f"口令应包含大写字母、小写字母、数字、其他符号中的至少 {rules.password_min_classes} 类")
    lowered = password.lower()
    if any(each in _common() for each in _cores(lowered)) or any(
        word in each for word in _OFFICE_WORDS for each in (lowered, lowered.translate(_LOOKALIKES))
    ):
        found.append("口令过于常见，或者含有单位名称等容易猜到的词")
    if username and username.lower() in lowered:
        found.append("口令不能包含用户名")
    if not found and any(matches(stored, password) for stored in old_hashes):
        found.append("不能使用最近用过的口令")
    return found


def _cores(lowered: str) -> set[str]:
    """The password and the words it hides: with look-alike signs replaced, without digits and signs around them."""
    plain = lowered.translate(_LOOKALIKES)
    around = "".join(each for each in map(chr, range(33, 127)) if not each.isalpha())
    words = {each.strip(around) for each in (lowered, plain)}
    return {lowered, plain, *(each for each in words if len(each) >= _WORD)}


def _classes(password: str) -> int:
    kinds = (str.isupper, str.islower, str.isdigit, lambda each: not each.isalnum())
    return sum(any(kind(each) for each in password) for kind in kinds)


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # twelve megabytes, for choosing a password only

    return frozenset(FREQUENCY_LISTS["passwords"])
