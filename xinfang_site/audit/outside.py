"""Reading of matters that the reader does not handle (非经办查阅): opened, printed, unmasked or exported, and their papers.

A week at a time, for whoever watches over the office's people (个人信息保护法第五十一条、第五十四条). Looking is not
forbidden and nobody is accused: a registrar answers the phone, a head checks. The numbers say where to ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.queries import distinct, start_of
from xinfang_site.petitions.models import Petition, Step

WEEK = timedelta(days=7)
REASONED = "petition.reason"
_LETTER, _FORM, _COPY = "document.view_names", "document.prepare_names", "document.download_names"
OPENED = ("petition.view", "petition.archive_open", "document.view", _LETTER, _FORM)
SHOWN = ("petition.unmask", _LETTER, _FORM, _COPY)
"""A letter to a petitioner shows the name that all other pages mask."""
TAKEN = (
    "petition.print", "petition.archive_download", "attachment.open", "document.download", _COPY,
    "petition.query_code", "document.slip",
)  # fmt: skip
EXPORTS = ("petition.export", "petition.export_personal", "import.report")
"""The report of an import quotes the ledger with its people."""
_CHUNK = 900
_Seen = dict[tuple[int, int], Counter[str]]
"""Account and matter, then how often which act."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person's week (查阅情况): matters that were not theirs, and how often they were opened, unmasked, taken.

    Attributes:
        username: for the list of the records behind the numbers.
        name: the person.
        office: the person's office.
        matters: matters opened without ever having had a hand in them.
        opened: how often these, or papers of theirs, were opened.
        unmasked: how often somebody's data in them were shown in full, in letters too.
        taken: how often they were printed, or a file or paper of theirs taken out.
        exports: lists exported and reports of imports opened in the week, of whatever matters.
        reasons: how often a sensitive matter was opened after a reason, whoever had a hand in it before.
    """

    username: str
    name: str
    office: str
    matters: int
    opened: int
    unmasked: int
    taken: int
    exports: int
    reasons: int


def week(session: Session, last: date, within: int | None) -> Sequence[Line]:
    """The seven days up to ``last``, the person with the most foreign matters first.

    Args:
        session: the database.
        last: last legal day.
        within: the office whose people, its subordinates' included, the reader watches over; None for all.
    """
    seen, exports = _seen(session, last, within)
    own = _handled(session, {matter for _, matter in seen})
    totals: dict[int, Counter[str]] = defaultdict(Counter)
    for (account, matter), acts in seen.items():
        totals[account]["reasons"] += acts.pop(REASONED, 0)
        if acts and (account, matter) not in own:
            totals[account] += acts + Counter(matters=1)
    for account, number in exports.items():
        totals[account]["exports"] += number
    people = session.scalars(select(Account).where(Account.id.in_(totals)))
    lines = [_line(each, totals[each.id]) for each in people if +totals[each.id]]
    return sorted(lines, key=lambda each: (-each.matters, -each.unmasked, -each.exports, each.username))


def _seen(session: Session, last: date, within: int | None) -> tuple[_Seen, Counter[int]]:
    conditions = [
        AuditEvent.at >= start_of(last - WEEK + timedelta(days=1)),
        AuditEvent.at < start_of(last + timedelta(days=1)),
        AuditEvent.action.in_({REASONED, *OPENED, *SHOWN, *TAKEN, *EXPORTS}),
        AuditEvent.result == "ok",
        AuditEvent.account_id.is_not(None),
    ]
    if within is not None:
        paths = [each for each in distinct(session, AuditEvent.office_path) if f"/{within}/" in each]
        conditions.append(AuditEvent.office_path.in_(paths))
    columns = (AuditEvent.account_id, AuditEvent.object_id, AuditEvent.action)
    rows = session.execute(select(*columns, func.count()).where(*conditions).group_by(*columns))
    seen: _Seen = defaultdict(Counter)
    exports: Counter[int] = Counter()
    for account, matter, action, number in rows:
        if action in EXPORTS:
            exports[account or 0] += number
        elif matter.isdigit():
            seen[account or 0, int(matter)][action] += number
    return seen, exports


def _handled(session: Session, matters: Iterable[int]) -> set[tuple[int, int]]:
    """Who handles or has handled which matter: its handler, and everybody in its timeline."""
    found: set[tuple[int, int]] = set()
    ids = sorted(matters)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for account, matter in (
            *session.execute(
                select(Step.account_id, Step.petition_id).where(Step.petition_id.in_(chunk)).distinct()
            ),
            *session.execute(select(Petition.handler_id, Petition.id).where(Petition.id.in_(chunk))),
        ):
            if account is not None:
                found.add((account, matter))
    return found


def _line(person: Account, total: Counter[str]) -> Line:
    return Line(
        person.username,
        person.name,
        person.office.short_name,
        total["matters"],
        sum(total[each] for each in OPENED),
        sum(total[each] for each in SHOWN),
        sum(total[each] for each in TAKEN),
        total["exports"],
        total["reasons"],
    )
