"""Many matters of every kind for tests of the register, with a plain list of what they are."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from tests.people import Cast
from tests.quiet import quietly
from xinfang_site import clock
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.domain.procedure.states import State
from xinfang_site.extensions import db
from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft
from xinfang_site.petitions.models import SearchPending
from xinfang_site.petitions.registering import numbers
from xinfang_site.petitions.registering.rows import Filing, PetitionRows
from xinfang_site.petitions.visibility import entries, indexing, parts

DAY = date(2026, 3, 10)
ALPHABET = "电梯物业小区漏水要求解决拖欠工资噪音ABab12１２Ａ，。、-/'\"%_*()=+𠮷é"
NAMES = ("赵青松", "钱小芳", "孙建国", "李四", "欧阳明月")
STATES = (State.REGISTERED, State.HANDLING, State.SERVED, State.CONCLUDED, State.ARCHIVED, State.VOID)


@dataclass(frozen=True)
class Seen:
    """One matter as a test knows it."""

    id: int
    key: int
    number: str
    offices: frozenset[int]
    state: str
    channel: int
    topic: int
    first_level: int
    unit: int
    received: date
    due: date | None
    texts: tuple[str, ...]
    name: str
    phone: str


@quietly
def scatter(count: int, pending: float = 0.2) -> list[Seen]:
    """Write ``count`` matters for both districts; some wait for the search index."""
    pick, session, cast = random.Random(1), db.session(), Cast()  # noqa: S311 - test data
    codes = session.scalars(select(Code).order_by(Code.id)).all()
    channels = [each.id for each in codes if each.table_name == "channel"][:4]
    topics = [each.id for each in codes if each.table_name == "category"][:40:3]
    homes = [cast.office(code) for code in ("JXF", "JXF", "JXF", "YXF")]
    units = {"JXF": [cast.office(code).id for code in ("JZJ", "JJW", "JJD")], "YXF": [cast.office("YMZ").id]}
    actor = cast.actor("clerk")
    seen: list[Seen] = []
    with writing(session):
        rows, register = PetitionRows(), []
        for position, petition_id in enumerate(numbers.allocate_ids(session, count)):
            home = pick.choice(homes)
            unit = pick.choice([0, *units[home.code]])
            received = DAY - timedelta(days=int(pick.triangular(0, 400, 0)))
            due = received + timedelta(days=60) if pick.random() < 0.6 else None
            topic = pick.choice([0, *topics])
            words = "".join(pick.choices(ALPHABET, k=pick.randrange(20)))
            draft = PetitionDraft(
                channel_id=pick.choice(channels),
                received_on=received,
                summary=f"事{words[:10]}",
                content=words,
                petitioners=(
                    PetitionerDraft(pick.choice(NAMES), phones=(f"139{pick.randrange(10**8):08d}",)),
                ),
                category_id=topic or None,
                external_number=pick.choice(["", f"EX-{position}"]),
                remarks=pick.choice(["", "备注 " + words[::-1]]),
            )
            filing = Filing(
                petition_id=petition_id,
                number=f"{home.letters}2026{petition_id:06d}",
                office_id=home.id,
                actor=actor,
                office_name=home.short_name,
                at=datetime.combine(received, time(9), clock.CHINA),
                day=received,
                threshold=5,
                state=pick.choice(STATES),
                unit_id=unit or None,
                due_on=due,
                answer=pick.choice(["", words[3:]]),
            )
            row = rows.add(draft, filing)
            offices = {home.id: parts.REGISTRAR} | ({unit: parts.UNIT} if unit else {})
            first = entries.first_level(session, topic or None)
            register += entries.entry_rows(row, first, offices)
            texts_of = (row["number"], row["external_number"], row["summary"], row["place"], draft.content)
            all_texts = (*texts_of, filing.answer, draft.remarks)
            seen.append(
                Seen(
                    petition_id,
                    row["sort_key"],
                    row["number"],
                    frozenset(offices),
                    row["state"],
                    row["channel_id"],
                    topic,
                    first,
                    unit,
                    received,
                    due,
                    all_texts,
                    draft.petitioners[0].name,
                    draft.petitioners[0].phones[0],
                )
            )
        rows.write(session)
        entries.insert_entries(session, register)
        late = [each for each in seen if pick.random() < pending]
        session.add_all(SearchPending(sort_key=each.key, petition_id=each.id) for each in late)
        indexing.add_many(
            session, [(each.key, indexing.token_text(each.texts)) for each in seen if each not in late]
        )
    return seen
