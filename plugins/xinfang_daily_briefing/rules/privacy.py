"""Personal data in a text (个人信息检查): an item is about a matter, so numbers and home addresses are pointed out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xinfang_site.domain.people.masking import find_sensitive, mask_address, scrub

_HOME = re.compile(
    "(?:住址|住在|现住|家住|居住于|居住在|住所|户籍地)[:：为是]?[^，。；,;\\s]{2,30}"
    "|[\u4e00-\u9fff0-9A-Za-z]{2,20}?(?:[0-9一二三四五六七八九十百]+(?:号楼|幢|栋|座)|小区|[路街巷弄][0-9]+号)"
    "[^，。；,;\\s]{0,8}?[0-9一二三四五六七八九十]+(?:室|户|单元[0-9-]+|[-－—][0-9]+(?:[-－—][0-9]+)*)"
)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something personal found in a text (发现的个人信息): the field, what kind, how it reads when masked."""

    field: str
    kind: str
    shown: str

    @property
    def words(self) -> str:
        """The warning for the clerk."""
        return f"疑似含有{self.kind}（{self.shown}）"


def personal_data(texts: Mapping[str, str]) -> tuple[Warned, ...]:
    """What looks like an id number, a phone number or a home address (个人信息), field by field."""
    found: list[Warned] = []
    for field, text in texts.items():
        found += [Warned(field, each.kind.title, each.masked) for each in find_sensitive(text)]
        found += [Warned(field, "家庭住址", mask_address(each.group())) for each in _HOME.finditer(text)]
    return tuple(found)


def without_numbers(text: str) -> str:
    """The text with its id and phone numbers masked (号码脱敏): none is ever stored in a briefing."""
    return scrub(text)
