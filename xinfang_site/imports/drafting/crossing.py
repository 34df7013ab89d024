"""Crossing over (跨进程传递): how rows and matters go from the reading process to the importing one.

What dataclasses do by themselves asks for the list of fields with each object, on both sides; that is a
tenth of an import. By their places they cross at a third of the cost.
"""

import copyreg
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from xinfang_site.imports.drafting.drafter import Taken
from xinfang_site.ledgers.kinds import Note
from xinfang_site.ledgers.results import RowResult
from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft


@cache
def prepare() -> None:
    """Let these classes be pickled by their fields' places; before the process is forked."""
    for kind in (RowResult, Note, Taken, PetitionDraft, PetitionerDraft):
        copyreg.pickle(kind, _by_places(kind))


def _by_places(kind: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    values = attrgetter(*(each.name for each in fields(kind)))
    return lambda each: (kind, values(each))
