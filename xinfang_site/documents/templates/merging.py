"""Merge fields (合并域): ``{信访人}`` must be filled, ``{附件清单?}`` may be empty; pure text, no database.

A line that holds only fields that may be empty, and all of them are, is left out whole.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from xinfang_site.papers.prose import CELL_BREAK, FORM_STROKE

_FIELD = re.compile(r"\{([^{}\n?]{1,20})(\??)\}")
_BRACE = re.compile(r"[{}]")
_OTHER_STROKE = "｜"


@dataclass(frozen=True, slots=True)
class Used:
    """A field as a template uses it (所用合并域)."""

    name: str
    optional: bool


class NotFilled(Exception):
    """Fields that must be filled are empty (必填项未填); ``names`` says which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"未填写：{'、'.join(names)}")
        self.names = names


def fields_of(*texts: str) -> tuple[Used, ...]:
    """The fields of a template's texts, each once; one that must be filled anywhere must be filled."""
    found: dict[str, bool] = {}
    for text in texts:
        for name, mark in _FIELD.findall(text):
            found[name] = found.get(name, True) and bool(mark)
    return tuple(Used(name, optional) for name, optional in found.items())


def faults_of(text: str, known: Collection[str]) -> tuple[str, ...]:
    """What is wrong with a template's text, line by line, in words; nothing when it may be saved."""
    return tuple(_faults(text, known))


def _faults(text: str, known: Collection[str]) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        for used in fields_of(line):
            if used.name not in known:
                yield f"第 {number} 行：没有“{used.name}”这个合并域"
        stray = _BRACE.search(_FIELD.sub("", line))
        if stray is not None:
            yield f"第 {number} 行：“{stray.group()}”不成对；合并域写作 {{信访人}}，可以为空的写作 {{附件清单?}}"


def merge(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled.

    Raises:
        NotFilled: fields that must be filled are empty.
    """
    missing = tuple(
        each.name for each in fields_of(text) if not each.optional and not values.get(each.name, "").strip()
    )
    if missing:
        raise NotFilled(missing)
    lines = (_line(each, values) for each in text.split("\n"))
    return "\n".join(each for each in lines if each is not None)


def _line(line: str, values: Mapping[str, str]) -> str | None:
    used, in_form = fields_of(line), line.startswith(FORM_STROKE)
    empty = all(each.optional and not values.get(each.name, "").strip() for each in used)
    if used and empty and not in_form:
        return None
    alone = _FIELD.fullmatch(line.strip()) is not None
    end = CELL_BREAK if in_form else "\n" if alone else ""
    return _FIELD.sub(lambda found: _value(values.get(found[1], ""), end, in_form=in_form), line)


def _value(value: str, end: str, *, in_form: bool) -> str:
    """A value as it stands in its line: only one that has the line to itself may have several.

    In a form, its own strokes and line ends must not make cells.
    """
    text = value.strip().replace("\n", end)
    return text.replace(FORM_STROKE, _OTHER_STROKE) if in_form else text
