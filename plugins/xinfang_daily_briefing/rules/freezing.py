"""Freezing (定稿): the content of a signed version as one text and its digest, the same for ever."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """The content as one text (规范文本): keys in order, no spare blanks, so that equal content is equal text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text (摘要), 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def is_untouched(content: Mapping[str, Any], stored: str) -> bool:
    """Whether the content is the one that was signed (未被改动)."""
    return digest(content) == stored
