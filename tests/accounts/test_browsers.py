"""Sessions are told apart by browsers that their owner knows by name."""

import pytest

from xinfang_site.accounts.signing_in.browsers import browser_name

GECKO = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0"
CHROMIUM = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Safari/537.36{}"


@pytest.mark.parametrize(
    ("says", "name"),
    [
        (GECKO, "Firefox 115（Windows）"),
        (CHROMIUM.format("X11; Linux x86_64", ""), "Chrome 81（Linux）"),
        (CHROMIUM.format("Windows NT 10.0; Win64; x64", " Edg/120.0.0.0"), "Edge 120（Windows）"),
        (CHROMIUM.format("Windows NT 6.1", " QQBrowser/11.3.5"), "QQ 浏览器 11（Windows）"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_has_the_name_its_owner_knows(says: str, name: str) -> None:
    assert browser_name(says) == name
