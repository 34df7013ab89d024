"""Initials of Chinese text (拼音首字母), so that a clerk finds an office or a person by a few letters."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def initials(text: str, length: int = 80) -> str:
    """First letters of the words' pinyin, lower case: ``区信访办`` is ``qxfb``; digits and letters stay."""
    from pypinyin import Style, lazy_pinyin  # the dictionary is large: loaded when first needed

    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=lambda unknown: unknown)
    return "".join(each for each in "".join(letters).lower() if each.isalnum())[:length]
