"""What WTForms says by itself (表单库自带的提示) is Chinese, all of it."""

import re
from pathlib import Path

import wtforms

from xinfang_site.forms import CHINESE

MESSAGE = re.compile(r'gettext\(\s*"([^"]+)"(?:,\s*"([^"]+)")?')


def test_every_message_of_the_library_is_in_chinese() -> None:
    """Found from outside: a tampered choice among several was answered in English."""
    said = [
        pair
        for source in Path(wtforms.__file__).parent.rglob("*.py")
        for pair in MESSAGE.findall(source.read_text(encoding="utf-8"))
    ]
    assert len(said) > 20
    for one, many in said:
        told = CHINESE.ngettext(one, many, 2) if many else CHINESE.gettext(one)
        assert re.search("[一-鿿]", told), one
