"""Generated matters for measuring (测试数据): fictional, of a fixed seed, written by the site's own rows."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import resources
from itertools import accumulate

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor, system
from xinfang_site.audit.writer import Act, record
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering import numbers
from xinfang_site.petitions.registering.rows import Filing, PetitionRows
from xinfang_site.petitions.visibility import entries, indexing, parts

CHUNK = 2000
UNITS = 40
YEARS = 10
LETTERS = "BXF"
RARE = ("塌方", "渗坑", "蓝藻")
ROOT, PETITION_OFFICE = "BENCH", "BENCH-XF"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
OPEN_STATES = (
    State.REGISTERED,
    State.AWAITING_RECEIPT,
    State.HANDLING,
    State.HANDLING,
    State.DRAFTED,
    State.SERVED,
)
CLOSED_STATES = (
    State.CONCLUDED,
    State.CONCLUDED,
    State.CONCLUDED,
    State.EVALUATED,
    State.ARCHIVED,
    State.GUIDED,
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class District:
    """Where the generated matters belong (测试机构): the petition office, its units, the codes."""

    office: Office
    units: tuple[int, ...]
    channels: tuple[int, ...]
    topics: tuple[int, ...]
    first_levels: dict[int, int]


class Writer:
    """Writes generated Chinese (文本生成): words by Zipf's law, from a vocabulary of the code tables."""

    def __init__(self, seed: int, titles: list[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - fictional data of a fixed seed
        characters = sorted(set("".join(titles)) - set("、（）() /"))
        pairs = {
            "".join(self.random.sample(characters, self.random.choice((2, 2, 2, 3)))) for _ in range(6000)
        }
        common = resources.files("xinfang_site").joinpath("data/bench_words.txt").read_text(encoding="utf-8")
        self.words = [*common.split(), *sorted(pairs), *RARE]
        self.weights = list(accumulate(1 / (rank + 30) for rank in range(len(self.words))))
        self.characters = characters

    def sentence(self, count: int) -> str:
        """``count`` words with commas and a full stop."""
        chosen = self.random.choices(self.words, cum_weights=self.weights, k=count)
        for position in range(6, count - 2, 7):
            chosen[position] += "，"
        return "".join(chosen) + "。"

    def person(self) -> PetitionerDraft:
        """A fictional person."""
        pick = self.random
        name = pick.choice(SURNAMES) + "".join(pick.sample(self.characters, pick.choice((1, 2, 2))))
        return PetitionerDraft(name, phones=(f"1{pick.randrange(3, 10)}{pick.randrange(10**9):09d}",))


def fill(session: Session, count: int, seed: int, tell: Progress) -> None:
    """Add ``count`` generated matters and bring the database's statistics up to date.

    Raises:
        Refused: the instance holds matters that were not generated.
    """
    refuse_real_data(session)
    with writing(session):
        office = _offices(session)
        record(session, system("xinfang bench"), Act("bench.fill", "instance", reason=f"生成 {count} 件"))
    district = _district(session, office)
    writer = Writer(seed, list(session.scalars(select(Code.title).where(Code.table_name == "category"))))
    done = 0
    while done < count:
        size = min(CHUNK, count - done)
        _chunk(session, writer, district, size)
        done += size
        tell(done, count)
        _merge(session)
    settle(session)


def refuse_real_data(session: Session) -> None:
    """Generated matters are never mixed with real ones.

    Raises:
        Refused: a matter was not generated.
    """
    real = session.scalar(select(Petition.id).where(Petition.registered_by != "bench").limit(1))
    if real is not None:
        raise Refused("本实例已有业务数据，不能写入测试数据")


def settle(session: Session) -> None:
    """Statistics for the planner; without them a new index can make lists slower."""
    if session.get_bind().dialect.name == "sqlite":
        with writing(session):
            session.execute(text("ANALYZE"))
        return
    session.rollback()
    with session.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _merge(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        with writing(session):
            session.execute(text("INSERT INTO petition_fts(petition_fts, rank) VALUES('merge', 4000)"))


def _offices(session: Session) -> Office:
    found = session.scalar(select(Office).where(Office.code == PETITION_OFFICE))
    if found is not None:
        return found
    root = _office(session, ROOT, "测试区人民政府", "BZF", OfficeKind.GOVERNMENT, None)
    for number in range(1, UNITS + 1):
        name = f"测试单位{number:02d}"
        _office(session, f"{ROOT}-{number:02d}", name, f"B{number:02d}", OfficeKind.DEPARTMENT, root)
    return _office(session, PETITION_OFFICE, "测试区信访办", LETTERS, OfficeKind.PETITION_OFFICE, root)


def _office(
    session: Session, code: str, name: str, letters: str, kind: OfficeKind, parent: Office | None
) -> Office:
    office = Office(code=code, name=name, short_name=name, letters=letters, kind=kind)
    office.parent_id = parent.id if parent else None
    session.add(office)
    session.flush()
    office.path = f"{parent.path if parent else '/'}{office.id}/"
    return office


def _district(session: Session, office: Office) -> District:
    office = session.merge(office)
    codes = session.scalars(select(Code).order_by(Code.id)).all()
    topics = [each.id for each in codes if each.table_name == "category" and each.level > 1]
    return District(
        office=office,
        units=tuple(
            session.scalars(
                select(Office.id)
                .where(Office.parent_id == office.parent_id, Office.id != office.id)
                .order_by(Office.id)
            )
        ),
        channels=tuple(each.id for each in codes if each.table_name == "channel"),
        topics=tuple(topics),
        first_levels={topic: entries.first_level(session, topic) for topic in topics},
    )


def _chunk(session: Session, writer: Writer, district: District, size: int) -> None:
    actor = Actor(None, "bench", "bench", district.office.id)
    with writing(session):
        rows, index, register = PetitionRows(), [], []
        for draft, filing in _matters(session, writer, district, actor, size):
            row = rows.add(draft, filing)
            texts = (row["number"], row["summary"], row["place"], draft.content, filing.answer)
            index.append((row["sort_key"], indexing.token_text(texts)))
            offices = {district.office.id: parts.REGISTRAR}
            if filing.unit_id is not None:
                offices[filing.unit_id] = parts.UNIT
            register += entries.entry_rows(row, district.first_levels[row["category_id"]], offices)
        rows.write(session)
        entries.insert_entries(session, register)
        indexing.add_many(session, sorted(index))


def _matters(
    session: Session, writer: Writer, district: District, actor: Actor, size: int
) -> Iterator[tuple[PetitionDraft, Filing]]:
    pick, today = writer.random, clock.today()
    units, topics = _zipf(len(district.units)), _zipf(len(district.topics))
    for petition_id in numbers.allocate_ids(session, size):
        received = today - timedelta(days=pick.randrange(365 * YEARS))
        age = (today - received).days
        running = age < 60 if pick.random() < 0.93 else pick.random() < 0.02
        state = pick.choice(OPEN_STATES if running else CLOSED_STATES)
        unit = pick.choices(district.units, cum_weights=units)[0] if pick.random() < 0.9 else None
        draft = PetitionDraft(
            channel_id=pick.choices(district.channels, weights=range(len(district.channels), 0, -1))[0],
            received_on=received,
            summary=writer.sentence(pick.randrange(5, 12))[:60],
            content=writer.sentence(pick.randrange(45, 180)),
            petitioners=(writer.person(),),
            category_id=pick.choices(district.topics, cum_weights=topics)[0],
            place=f"{writer.sentence(2)[:4]}路{pick.randrange(1, 300)}号",
        )
        yield (
            draft,
            Filing(
                petition_id=petition_id,
                number=f"{LETTERS}{received.year}{petition_id:07d}",
                office_id=district.office.id,
                actor=actor,
                office_name=district.office.short_name,
                at=datetime.combine(received, time(9), clock.CHINA),
                day=received,
                threshold=5,
                state=state,
                unit_id=unit,
                due_on=received + timedelta(days=60) if running else None,
                closed_on=None if running else received + timedelta(days=pick.randrange(5, 60)),
                answer="" if running else writer.sentence(pick.randrange(10, 40)),
            ),
        )


def _zipf(count: int) -> list[float]:
    weights: list[float] = list(accumulate(1 / (rank + 3) for rank in range(count)))
    return weights
