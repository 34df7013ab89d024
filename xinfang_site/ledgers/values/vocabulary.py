"""Code tables and their synonyms (词表): what a clerk writes against what the site stores."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from xinfang_site.ledgers.text import fold
from xinfang_site.ledgers.traditional import simplified
from xinfang_site.ledgers.values.leading import units_named

_SEPARATORS = re.compile(r"[\s\-—–_/\\>＞→、·.,:;()\[\]【】《》\"'“”]+")
_LEADING_CODE = re.compile(r"^(\d+)[.、\s]*(?=\D)")
_ABBREVIATION = range(3, 7)
_OFFICE_TAILS = (
    "街道办事处",
    "街道办",
    "街道",
    "街",
    "镇人民政府",
    "镇政府",
    "镇",
    "乡人民政府",
    "乡政府",
    "乡",
)
_DISTRICTS = frozenset({"区", "县"})


class Match(Enum):
    """How a text found its entry (匹配方式)."""

    EXACT = "同名"
    SYNONYM = "同义词"
    PART = "部分相符"
    AMBIGUOUS = "可能有几个"
    UNKNOWN = "词表里没有"
    WHOLE = "整个区划"


_BY_NAME = frozenset({Match.EXACT, Match.SYNONYM})


@dataclass(frozen=True, slots=True)
class Resolved:
    """The answer of a code table (词表结果): ``value`` is None when nothing or more than one thing fits."""

    value: str | None
    how: Match
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """One code table (词表): every accepted name with the value it stands for.

    Attributes:
        names: normalised name -> values; more than one value makes the name ambiguous.
        primary: normalised names that are the values' own names.
        fuzzy: accept a unique partial match.
        former: normalised names that are no longer in use, with the values that took their place.
        several: a cell may name several, of which the leading one counts.
        whole: normalised names of the whole that the entries are parts of (沙坪坝区 for its streets).
    """

    names: Mapping[str, tuple[str, ...]]
    primary: frozenset[str] = frozenset()
    fuzzy: bool = True
    former: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    whole: frozenset[str] = frozenset()
    _memory: dict[str, Resolved] = field(default_factory=dict, compare=False, repr=False)

    def resolve(self, text: str) -> Resolved:
        """Find the entry for a cleaned text: exact, then synonym, then the only one that contains it."""
        found = self._memory.get(text)
        if found is None:
            found = self._look_up(normalise(text))
            if self.several and found.how not in _BY_NAME:
                found = self._leading(text) or found
            if len(self._memory) < 10_000:
                self._memory[text] = found
        return found

    def _leading(self, text: str) -> Resolved | None:
        """The entry for the first of several names in one cell (主办单位)."""
        named = units_named(text)
        if not named or (len(named) == 1 and normalise(named[0]) == normalise(text)):
            return None
        first = self._look_up(normalise(named[0]))
        return first if first.value is None else Resolved(first.value, Match.PART)

    def _look_up(self, key: str) -> Resolved:
        code = _LEADING_CODE.match(key)
        uncoded = (
            key[code.end() :] if code and code[1] not in self.names else key
        )  # 12345转办 is a name's own
        for candidate in (key, uncoded):
            values = self.names.get(candidate, ())
            if len(values) == 1:
                return Resolved(values[0], Match.EXACT if candidate in self.primary else Match.SYNONYM)
            if values:
                return Resolved(None, Match.AMBIGUOUS, values)
        if key in self.whole:
            return Resolved(None, Match.WHOLE)
        if key in self.former:
            return Resolved(self.former[key], Match.PART)
        return self._partial(key) if self.fuzzy and len(key) >= 2 else Resolved(None, Match.UNKNOWN)

    def _partial(self, key: str) -> Resolved:
        starts = {value for name, values in self.names.items() if name.startswith(key) for value in values}
        if len(starts) == 1:
            return Resolved(starts.pop(), Match.PART)
        inside = {
            value
            for name, values in self.names.items()
            if key in name or _within(name, key)
            for value in values
        }
        if len(inside) == 1:
            return Resolved(inside.pop(), Match.PART)
        parts = [name for name in self.names if len(name) >= 3 and _within(name, key)]
        longest = max(map(len, parts), default=0)
        best = {value for name in parts if len(name) == longest for value in self.names[name]}
        if len(best) == 1:
            return Resolved(best.pop(), Match.PART)
        spelt = self._spelling_out(key)
        if not inside and len(spelt) == 1:
            return Resolved(spelt.pop(), Match.PART)
        every = tuple(sorted(starts or inside or spelt))
        return Resolved(None, Match.AMBIGUOUS if every else Match.UNKNOWN, every[:5])

    def _spelling_out(self, key: str) -> set[str]:
        """Values whose name holds the characters of an abbreviation in order, from the first to the last.

        住建委 is 住房和城乡建设委员会, 人社局 is 人力资源和社会保障局: no table lists them all.
        """
        if len(key) not in _ABBREVIATION:
            return set()
        return {
            value
            for name, values in self.names.items()
            if len(name) >= len(key) + 2 and name[0] == key[0] and _in_order(key, name)
            for value in values
        }


def _within(name: str, key: str) -> bool:
    """Whether a text holds a name of the table: 沙坪坝 in 沙坪坝区 is the district's name, not the street's."""
    place = key.find(name) if len(name) >= 2 else -1
    further = key[place + len(name) :][:1] if place >= 0 else ""
    return place >= 0 and (further not in _DISTRICTS or name.endswith(_OFFICE_TAILS))


def _in_order(key: str, name: str) -> bool:
    """Whether the characters of ``key`` stand in ``name`` one after the other, the last near its end."""
    rest = iter(name)
    return all(each in rest for each in key) and key[-1] in name[-3:]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All code tables of one import (词表集), by the name that ``FieldSpec.vocabulary`` refers to."""

    tables: Mapping[str, Choices] = field(default_factory=dict)


def normalise(text: str) -> str:
    """The comparable form of a name (名称归一): folded, lower case, without separators."""
    return _SEPARATORS.sub("", simplified(fold(text))).lower()


def choices(entries: Iterable[tuple[str, Iterable[str]]], *, fuzzy: bool = True) -> Choices:
    """Build a code table (建词表) from (value, its names) pairs; the value itself is not a name unless listed."""
    names: dict[str, list[str]] = {}
    primary: set[str] = set()
    for value, spellings in entries:
        for place, spelling in enumerate(spellings):
            key = normalise(spelling)
            if not key:
                continue
            if place == 0:
                primary.add(key)
            values = names.setdefault(key, [])
            if value not in values:
                values.append(value)
    return Choices({key: tuple(values) for key, values in names.items()}, frozenset(primary), fuzzy)


def office_names(
    full: str, *short: str, prefixes: Iterable[str] = (), spoken: Iterable[str] = ()
) -> tuple[str, ...]:
    """Every habitual spelling of an office or street (单位、镇街名称).

    Args:
        full: the full name, 重庆市沙坪坝区民政局 or 双碑街道.
        short: short forms that are in use.
        prefixes: district names that clerks leave out, longest first, such as 重庆市沙坪坝区.
        spoken: what they call the district instead, such as 沙坪坝区.
    """
    found = [full, *short]
    ordered = sorted(prefixes, key=len, reverse=True)
    for name in (full, *short):
        bare = next(
            (name.removeprefix(p) for p in ordered if name.startswith(p) and len(name) > len(p) + 1), name
        )
        found.extend([bare, f"区{bare}"] if bare != name else [bare])
        if len(bare) > 2 and bare[0] == "区":
            found.append(bare[1:])
        tail = next((t for t in _OFFICE_TAILS if bare.endswith(t) and len(bare) > len(t) + 1), "")
        if tail:
            stem = bare.removesuffix(tail)
            family = [t for t in _OFFICE_TAILS if t[0] == tail[0]]
            found.extend([stem, *(stem + other for other in family)])
    found += [plainer for name in found if (plainer := _without_and(name)) != name]
    return tuple(
        dict.fromkeys(found + [prefix + name for prefix in (*ordered, *spoken) for name in found[1:]])
    )


def _without_and(name: str) -> str:
    """住房和城乡建设委员会 is written 住房城乡建设委 as well."""
    return re.sub(r"委员会$", "委", re.sub(r"(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})", "", name))
