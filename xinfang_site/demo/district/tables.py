"""The demo district's data files (演示数据表): offices, places, topics."""

import csv
from dataclasses import dataclass
from importlib import resources

STREETS = "镇街"
"""Marks a topic that any street or town may handle (由镇街办理的事项)."""


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office of the district (机构); ``parent`` and ``review`` are codes of offices, or empty."""

    code: str
    name: str
    short_name: str
    kind: str
    letters: str
    document_code: str
    parent: str
    review: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A street, town, village or community (问题属地)."""

    code: str
    title: str
    parent: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What a matter is about (事项题材): its codes, the unit in charge, and texts with slots to fill in."""

    category: str
    unit: str
    purpose: str
    summary: str
    facts: str
    demand: str


def offices() -> list[OfficeRow]:
    """Municipal organs, the district's departments, its 26 streets and towns; parents first."""
    return [OfficeRow(**row) for row in _read("demo_offices.csv")]


def places() -> list[PlaceRow]:
    """Streets and towns, then their villages and communities."""
    return [PlaceRow(**row) for row in _read("demo_places.csv")]


def topics() -> list[Topic]:
    """Every topic."""
    return [Topic(**row) for row in _read("demo_topics.csv")]


def _read(name: str) -> list[dict[str, str]]:
    text = resources.files("xinfang_site").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
