"""Taking in a year's plan (学习计划导入): inside the core's transaction, whole or not at all."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.ledger.kinds import audience_of
from xinfang_legal_study.ledger.reading import (
    Reading,
    laws_of,
    plan_span,
    topic_of,
    year_of_rows,
)
from xinfang_legal_study.ledger.results import each_accepted, skipped, with_notes
from xinfang_legal_study.rules.hours import read_hours
from xinfang_legal_study.rules.kinds import StudyKind
from xinfang_legal_study.rules.ledger_words import is_yes
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.years.models import PlanRow
from xinfang_legal_study.years.queries import plan_rows
from xinfang_legal_study.years.services import RowDraft, year_row
from xinfang_site.plugin_api.data import Refused, owned
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.ledgers import Note, RowResult

_TITLES: dict[str, StudyKind] = {kind.title: kind for kind in StudyKind}


def take_plan(session: Session, actor: Actor, rows: Sequence[RowResult], batch: str) -> Sequence[RowResult]:
    """Save a plan's rows; a row that is there already is skipped."""
    year = year_of_rows(rows, today())
    present = {
        (each.first_month, each.last_month, each.kind, each.topic)
        for each in plan_rows(session, actor.office_id, year)
    }

    def take(row: RowResult) -> RowResult:
        reading = Reading()
        draft = _row_draft(row, reading)
        if draft is None:
            return skipped(row, reading.refusal)
        key = (draft.span.first, draft.span.last, draft.kind.value, draft.topic)
        if key in present:
            return skipped(row, "计划中已经有这一行")
        try:
            year_row(session, actor, year)
        except Refused as refused:
            return skipped(row, refused.message)
        present.add(key)
        session.add(PlanRow(office_id=actor.office_id, year=year, batch=batch, **draft.values))
        return with_notes(row, reading)

    taken = each_accepted(rows, take)
    session.flush()
    return taken


def _row_draft(row: RowResult, reading: Reading) -> RowDraft | None:
    def text(name: str) -> str:
        return str(row.values.get(name) or "").strip()

    span = plan_span(text("months"))
    if span is None:
        reading.refusal = f"看不懂的时间安排“{text('months')[:20]}”"
        return None
    topic, content = topic_of(row.values)
    if not topic:
        reading.refusal = "没有学习主题，也没有学习内容"
        return None
    kind = _TITLES.get(text("kind"))
    if kind is None:
        kind = StudyKind.CENTRE_GROUP  # the usual plan is the centre group's and says so in its title only
        reading.notes.append(Note("学习形式", f"没有写明学习形式，按“{kind.title}”读取"))
    hours = read_hours(text("hours"))
    if hours.note:
        reading.notes.append(Note("学时", hours.note))
    audience, audience_note = audience_of(text("audience"))
    return RowDraft(
        span=span,
        kind=kind,
        topic=topic,
        laws=laws_of(row.values),
        speaker=text("speaker")[:80],
        audience=audience,
        audience_note=audience_note,
        hours=hours.value or Decimal(0),
        note="；".join(filter(None, (content, text("remarks"))))[:300],
        thematic=is_yes(text("thematic")),
    )


def take_back_plan(session: Session, actor: Actor, batch: str) -> int:
    """Remove the plan's rows of a batch.

    Raises:
        Refused: somebody has changed one since, or a session carries one out.
    """
    rows = session.scalars(owned(PlanRow, actor.office_id).where(PlanRow.batch == batch)).all()
    ids = [each.id for each in rows]
    touched = sum(each.version > 1 for each in rows)
    touched += (
        session.scalar(select(func.count()).select_from(StudySession).where(StudySession.row_id.in_(ids)))
        or 0
    )
    if touched:
        raise Refused("导入以后计划已经修改或者执行，不能整批撤回")
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)
