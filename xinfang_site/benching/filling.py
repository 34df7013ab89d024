"""Fills an instance with generated matters (写入测试数据), in chunks, with the rows that the site itself writes."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import accumulate

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor, system
from xinfang_site.audit.writer import Act, record
from xinfang_site.benching.district import LETTERS, District, district_of, petition_office
from xinfang_site.benching.texts import Writer
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.petitions.drafts import PetitionDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering import numbers
from xinfang_site.petitions.registering.rows import Filing, PetitionRows
from xinfang_site.petitions.visibility import entries, indexing, parts
from xinfang_site.sessions import is_sqlite

CHUNK = 2000
YEARS = 10
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


def fill(session: Session, count: int, seed: int, tell: Progress) -> None:
    """Add ``count`` generated matters and bring the database's statistics up to date.

    Raises:
        Refused: the instance holds matters that were not generated.
    """
    refuse_real_data(session)
    with writing(session):
        office = petition_office(session)
        record(session, system("xinfang bench"), Act("bench.fill", "instance", reason=f"生成 {count} 件"))
    district = district_of(session, office)
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
    """Refuse an instance with real matters: generated ones are never mixed with them.

    Raises:
        Refused: a matter was not generated.
    """
    real = session.scalar(select(Petition.id).where(Petition.registered_by != "bench").limit(1))
    if real is not None:
        raise Refused("本实例已有业务数据，不能写入测试数据")


def settle(session: Session) -> None:
    """Renew the database's statistics; without them a new index can make lists slower."""
    if is_sqlite(session):
        with writing(session):
            session.execute(text("ANALYZE"))
        return
    session.rollback()
    with session.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _merge(session: Session) -> None:
    if is_sqlite(session):
        with writing(session):
            session.execute(text("INSERT INTO petition_fts(petition_fts, rank) VALUES('merge', 4000)"))


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
    return list(accumulate(1 / (rank + 3) for rank in range(count)))
