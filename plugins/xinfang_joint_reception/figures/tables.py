"""The tables of the module (接访统计表): by kind, month, person, unit; weeks promised and held."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from xinfang_joint_reception.domain import figures
from xinfang_joint_reception.domain.figures import Held, Tally
from xinfang_joint_reception.domain.weeks import totals
from xinfang_joint_reception.figures import queries
from xinfang_joint_reception.rota.queries import kinds
from xinfang_joint_reception.rota.sessions import alarms
from xinfang_site.plugin_api.statistics import Chart, Row, Table, count, rate

COLUMNS = ("计划场次", "开展场次", "无人来访场次", "批次", "人次", "转并信访事项")
EMPTY_NOTE = "场次、批次、人次分别统计；无人来访的场次计入开展场次。"
PEOPLE_NOTE = "一个场次有多人（单位）参加的，分别计入各人（单位），合计不等于各行相加。"
Span = tuple[date, date]


def all_tables(
    session: Session, office_id: int, span: Span, day: date, barred: frozenset[int]
) -> list[Table]:
    """Every table of a period, leaving out the matters in ``barred``, which report the reader."""
    rows = queries.sessions(session, office_id, span, barred)
    tables = [
        _table("kinds", "各类接访", "接访类别", figures.tally(rows, figures.by_kind), rows),
        _table("months", "各月接访", "月份", figures.tally(rows, figures.by_month), rows, line=True),
        _table(
            "people", "接访人", "接访人（单位）", figures.tally(rows, figures.by_person), rows, shared=True
        ),
        _table("units", "参加单位", "单位", figures.tally(rows, figures.by_unit), rows, shared=True),
    ]
    tables += [each for each in (_weeks(session, office_id, span),) if each is not None]
    return [*tables, _promises(queries.promise_counts(session, office_id, span, day, barred), day)]


def _figures(row: Tally) -> tuple[int, ...]:
    return row.planned, row.sessions, row.empty, row.batches, row.visitors, row.matters


def _table(
    key: str, caption: str, head: str, parts: Mapping[str, Tally], rows: Sequence[Held], **how: bool
) -> Table:
    lines = [Row(label, tuple(count(each) for each in _figures(row))) for label, row in parts.items()]
    if lines:
        whole = tuple(count(each) for each in _figures(figures.total(rows)))
        lines.append(Row("合计", whole, total=True))
    return Table(
        key,
        caption,
        head,
        COLUMNS,
        tuple(lines),
        unit="场、批、人次、件",
        notes=(EMPTY_NOTE, PEOPLE_NOTE) if how.get("shared") else (EMPTY_NOTE,),
        chart=Chart("line", (1, 3, 4)) if how.get("line") else Chart("bar", (1,)),
    )


def _weeks(session: Session, office_id: int, span: Span) -> Table | None:
    """Kinds that promise sessions a week: weeks met, short, and not applicable."""
    rows = []
    for kind in kinds(session, office_id):
        part = alarms.held_span(session, kind, span) if kind.promised else None
        if part is not None:
            found = totals(alarms.weeks_of(session, office_id, kind, part))
            counts = (found.weeks, found.met, found.short, found.not_applicable, found.sessions)
            share = rate(found.met, found.met + found.short, "达标周数÷（达标周数＋不足周数）")
            label = f"{kind.title}（每周{kind.promised}次）"
            rows.append(Row(label, (*(count(each) for each in counts), share)))
    if not rows:
        return None
    columns = ("周数", "达标", "不足", "不适用", "开展场次", "达标率")
    note = (
        "周一至周日为一周；工作日少于承诺次数的周不适用；自首个排班月份起，只计已开展的场次和已经结束的周。"
    )
    return Table("weeks", "每周承诺场次", "接访类别", columns, tuple(rows), unit="周", notes=(note,))


def _promises(counts: tuple[int, int, int, int], day: date) -> Table:
    made, kept, late, ended = counts
    share = rate(kept, ended, "按期兑现件数÷到期件数（已兑现的和已逾期的）")
    figures_of = (count(made), count(kept), count(late), share)
    rows = (Row("接访承诺", figures_of),) if made else ()
    columns = ("承诺", "按期兑现", "逾期未兑现", "按期兑现率")
    return Table("promises", "接访承诺", "项目", columns, rows, as_of=day)
