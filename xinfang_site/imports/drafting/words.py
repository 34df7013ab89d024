"""The office's words (词表): code tables and units as ledgers spell them, with the ids they stand for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.codes.queries import valid_codes
from xinfang_site.imports.drafting.unit_words import district_words, unit_words
from xinfang_site.imports.orders import Desk
from xinfang_site.known_tables import KnownCode
from xinfang_site.ledgers.petition_words import petition_vocabulary
from xinfang_site.ledgers.values.vocabulary import Choices, Vocabulary, choices, office_names
from xinfang_site.petitions.registering.choices import ACCUSATION_CODE, VISIT_CODE


@dataclass(frozen=True, slots=True)
class Words:
    """What a ledger's words mean here (词表).

    Attributes:
        vocabulary: for the reader of ledgers.
        ids: table name to value to id; a value is a title, a category's is its path.
        first_levels: id of a category to that of its first level.
        visit_id: the channel 来访.
        accusation_id: the purpose 揭发控告.
    """

    vocabulary: Vocabulary
    ids: Mapping[str, Mapping[str, int]]
    first_levels: Mapping[int, int]
    visit_id: int | None
    accusation_id: int | None

    def id_of(self, table: str, value: str | None) -> int | None:
        """The id of a value that the reader found; None for text that no table knows."""
        return self.ids[table].get(value) if value else None


def load(session: Session, desk: Desk, day: date) -> Words:
    """The words valid on ``day`` for the desk; units are those of its own district only."""
    tables = {name: valid_codes(session, name, day) for name in ("channel", "purpose", "category", "place")}
    shared = petition_vocabulary().tables
    paths = _paths(tables["category"])
    units, unit_ids = unit_words(session, desk, day)
    made = {
        "channel": _simple(tables["channel"], shared["channel"]),
        "purpose": _simple(tables["purpose"], shared["purpose"]),
        "category": _categories(tables["category"], paths),
        "unit": units,
    }
    if tables["place"]:
        streets = choices((each.title, _street_names(each)) for each in tables["place"])
        made["place"] = replace(streets, whole=district_words(session, desk))
    ids = {name: {each.title: each.id for each in codes} for name, codes in tables.items()}
    ids["category"] = {path: code for code, path in paths.items()}
    ids["unit"] = unit_ids
    return Words(
        vocabulary=petition_vocabulary(**made),
        ids=ids,
        first_levels=_first_levels(tables["category"]),
        visit_id=_coded(tables["channel"], VISIT_CODE),
        accusation_id=_coded(tables["purpose"], ACCUSATION_CODE),
    )


def _coded(codes: Iterable[KnownCode], code: str) -> int | None:
    return next((each.id for each in codes if each.code == code), None)


def _simple(codes: Sequence[KnownCode], shared: Choices) -> Choices:
    """The office's titles, codes and synonyms, and the habitual words for the same titles."""
    habitual: dict[str, list[str]] = {}
    for word, titles in shared.names.items():
        if len(titles) == 1:
            habitual.setdefault(titles[0], []).append(word)
    own = {word for each in codes for word in (each.title, *each.synonyms.split())}
    return choices(
        (
            each.title,
            (
                each.title,
                each.code,
                *each.synonyms.split(),
                *(word for word in habitual.get(each.title, ()) if word not in own),
            ),
        )
        for each in codes
    )


def _street_names(code: KnownCode) -> tuple[str, ...]:
    return (*office_names(code.title, *code.synonyms.split()), code.code)


def _paths(codes: Sequence[KnownCode]) -> dict[int, str]:
    by_id = {each.id: each for each in codes}
    found: dict[int, str] = {}
    for each in codes:
        names, above = [each.title], each.parent_id
        while above in by_id:
            names.insert(0, by_id[above].title)
            above = by_id[above].parent_id
        found[each.id] = "/".join(names)
    return found


def _first_levels(codes: Sequence[KnownCode]) -> dict[int, int]:
    parents = {each.id: each.parent_id for each in codes}
    found: dict[int, int] = {}
    for each in codes:
        top = each.id
        while (above := parents.get(top)) is not None:
            top = above
        found[each.id] = top
    return found


def _categories(codes: Sequence[KnownCode], paths: Mapping[int, str]) -> Choices:
    """A title that stands on several levels means the highest; twice on one level it stays ambiguous."""
    highest: dict[str, int] = {}
    for each in codes:
        highest[each.title] = min(each.level, highest.get(each.title, each.level))
    times = Counter(each.title for each in codes if each.level == highest[each.title])
    return choices(
        (
            paths[each.id],
            (
                paths[each.id],
                each.code,
                *each.synonyms.split(),
                *([each.title] if each.level == highest[each.title] or times[each.title] > 1 else []),
            ),
        )
        for each in codes
    )
