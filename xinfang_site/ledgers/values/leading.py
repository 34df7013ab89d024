"""Several units in one cell (主办与协办): the one that leads comes first."""

import re
from typing import Final

from xinfang_site.ledgers.text import fold

_LEADS: Final = r"(?:主办|牵头|主责|主体|责任|承办|主)(?:单位|部门|科室)?"
_HELPS: Final = r"(?:协办|协助|协同|配合|会办|参与|联办|抄送|协)(?:单位|部门|科室)?"
_AHEAD: Final = re.compile(rf"(?:^|(?<=[\s、,;/)]))({_LEADS}|{_HELPS}):")
_BEHIND: Final = re.compile(rf"\(({_LEADS}|{_HELPS})\)")
_VERB: Final = re.compile(rf"(?:^由)?(.{{2,}}?)({_LEADS}|{_HELPS})$")
_SPLIT: Final = re.compile(r"[、,;/|\\\n]+|\s+|会同|(?<=牵头)(?=[^单部科\x01])|(?<=主办)(?=[^单部科\x01])")
_MARK: Final = "\x01"
_HELPER: Final = 2
_LONGEST: Final = 200


def units_named(text: str) -> tuple[str, ...]:
    """The units that a cell names (单位名称), leaders first; helpers only where nobody else is named."""
    if len(text) > _LONGEST:
        return ()
    plain = _BEHIND.sub(lambda match: f"{_MARK}{match[1]}、", fold(text).strip())
    plain = _AHEAD.sub(lambda match: f"、{match[1]}{_MARK}、", plain)
    ranked: list[tuple[int, str]] = []
    said = ""
    for piece in filter(None, _SPLIT.split(plain)):
        name, role, after = piece.partition(_MARK)
        if role and not after:  # 主办：区城管局
            said = name
            continue
        verb = _VERB.match(name)
        if not role and verb:  # 区城管局牵头
            name, after = verb[1], verb[2]
        ranked.append((_rank(after or said), name.removeprefix("由")))
    ranked = sorted((each for each in ranked if each[1]), key=lambda each: each[0])
    leading = tuple(name for rank, name in ranked if rank < _HELPER)
    return leading or tuple(name for _, name in ranked)


def _rank(role: str) -> int:
    if not role:
        return 1
    return 0 if re.fullmatch(_LEADS, role) else _HELPER
