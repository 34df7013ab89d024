"""The fast ways of an import come to just what the plain ways come to."""

import re
from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.imports.reading.fingerprints import said
from xinfang_site.ledgers import text as cleaning
from xinfang_site.petitions.visibility import tokens
from xinfang_site.vault import KEY_BYTES, Vault

ODD = "".join(
    map(chr, (*range(0x21, 0x7F), 0x3000, 0x00A0, 0x200B, 0x115F, 0x3164, 0x180B, 0x034F, 0xFEFF, 0x0A))
)
TEXTS = st.text(st.sampled_from(f"物业要求张 \t\r_x000D_{ODD}") | st.characters(), max_size=30)


def plainly_cleaned(text: str) -> str:
    text = cleaning._LINE_END.sub("\n", text)
    text = cleaning._ODD_SPACE.sub(" ", cleaning._INVISIBLE.sub("", text)).strip()
    if len(text) > 1 and text[0] in "'`" and (text[1] in "=+-@" or text[1].isdigit()):
        text = text[1:]
    return cleaning._LINE_SPACE.sub("\n", text) if "\n" in text else text


def plain_tokens(text: str) -> set[str]:
    found: set[str] = set()
    for run in tokens.fold(text).split():
        moved = run.translate(tokens._MOVED)
        found |= {*moved, *map(str.__add__, moved, moved[1:])}
        for plain in re.findall("[0-9a-z]{4,}", moved):
            found |= {plain[start : start + 4] for start in range(len(plain) - 3)}
    return found


@given(TEXTS)
def test_text_that_looks_clean_is_clean(text: str) -> None:
    assert cleaning.clean_text(text) == plainly_cleaned(text)


@given(TEXTS)
def test_tokens_are_those_of_the_text_folded_and_moved_character_by_character(text: str) -> None:
    found = tokens.tokens_of([text])
    assert found == plain_tokens(text)
    assert set(filter(None, tokens.stored(found).split(" "))) == {
        each for each in found if "\x00" not in each
    }


@given(st.lists(st.none() | st.text(max_size=12), max_size=8))
def test_fields_sealed_together_are_opened_one_by_one(texts: list[str | None]) -> None:
    vault = Vault(b"s" * KEY_BYTES, b"d" * KEY_BYTES)
    sealed = vault.encrypt_all(texts)
    assert [None if each is None else vault.decrypt(each) for each in sealed] == texts
    nonces = [each[:12] for each in sealed if each is not None]
    assert len(set(nonces)) == len(nonces)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from("-/."))
def test_a_day_says_the_same_in_every_format(day: date, mark: str) -> None:
    plain = f"{day.year}{mark}{day.month}{mark}{day.day}"
    padded = f"{day.year}{mark}{day.month:02}{mark}{day.day:02}"
    midnight = datetime.combine(day, time())
    assert {said(each) for each in (day, midnight, plain, padded, f"{plain} 0:00")} == {day.isoformat()}
    assert said(f"{plain} 9:30") == said(midnight.replace(hour=9, minute=30))
