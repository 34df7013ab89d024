"""What a browser says of itself, in words that its owner knows (浏览器名称)."""

import re

_BROWSERS = (
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Version", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone|iPad", "iOS"), ("Mac OS X", "macOS"),
    ("UOS|Kylin|Linux", "Linux"),
)  # fmt: skip


def browser_name(says: str) -> str:
    """``Chrome 128（Windows）``; what is not known is shown as it says it.

    Args:
        says: the header User-Agent as it was sent when signing in.
    """
    for word, name in _BROWSERS:
        found = re.search(rf"\b{word}\w*/(\d+)", says)
        if found:
            system = next((title for pattern, title in _SYSTEMS if re.search(pattern, says)), "")
            return f"{name} {found[1]}" + (f"（{system}）" if system else "")
    return says
