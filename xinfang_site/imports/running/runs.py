"""Trying a ledger and taking it in (试算与导入): one way through the rows, with or without writing."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports.batches import cleanup, remembering
from xinfang_site.imports.drafting import words
from xinfang_site.imports.held import Echo, Run, silent
from xinfang_site.imports.inserting.first_clocks import FirstClocks
from xinfang_site.imports.inserting.inserter import Inserter
from xinfang_site.imports.orders import Desk, Order
from xinfang_site.imports.planning.plan import Plan
from xinfang_site.imports.planning.summaries import HeldBackError, Summary, Tracker
from xinfang_site.imports.running import bookkeeping, collecting
from xinfang_site.jobs.holding import Lost
from xinfang_site.ledgers.errors import LedgerError

MANY = 5000


@dataclass(frozen=True, slots=True)
class Source:
    """A ledger on disk (台账文件): where it lies and what the clerk calls it."""

    path: Path
    file_name: str


@collecting.seldom_collected()
def dry_run(
    session: Session, desk: Desk, source: Source, order: Order, tell: Echo = silent
) -> tuple[Summary, str]:
    """What an import would come to, and the name of its report; nothing is saved.

    Raises:
        LedgerError: the file cannot be read.
        Refused: the channel for rows without one does not exist.
        HeldBackError: all or nothing was wished, and there are rows that cannot be taken in.
    """
    today = clock.today()
    plan = _plan(session, desk, order, today)[0]
    clocks = FirstClocks(session, today)
    facts = (("试算", "没有保存任何内容"), ("机构", desk.name))
    with Tracker(source.file_name, facts, whole=order.all_or_nothing) as tracker:
        for chunk in plan.chunks(source.path, source.file_name):
            tracker.add(chunk)
            for each in chunk:
                if each.taken is not None:
                    clocks.of(each.taken)
            tell(tracker.rows, "正在试算")
        return tracker.finish(plan.remarks(), running=clocks.running, overdue=clocks.overdue), tracker.report


def run_import(
    session: Session, actor: Actor, desk: Desk, batch_id: int, source: Source, run: Run
) -> Summary:
    """Take a ledger in, whole or not at all and once, as the batch's row says.

    Raises:
        LedgerError: the file cannot be read.
        Refused: the office's codes do not allow it, or somebody else imports the same rows.
        HeldBackError: all or nothing was wished, and there are rows that cannot be taken in.
        Lost: another took the job over; nothing is touched any more, for it may be the other's.
    """
    known = bookkeeping.taken_in(session, batch_id)
    if known is not None:
        return known
    cleanup.remove_rows(session, batch_id, run, indexed=False)
    cleanup.free_marks_of(session, desk.office_id)
    try:
        return _take_in(session, actor, desk, batch_id, source, run)
    except Lost:
        raise
    except IntegrityError as error:
        message = "同样的行正由另一批次导入，没有保存任何内容，请一分钟后重试"
        bookkeeping.abandon(session, batch_id, run, message)
        raise Refused(message) from error
    except HeldBackError as error:
        bookkeeping.abandon(session, batch_id, run, str(error), error)
        raise
    except (Refused, LedgerError) as error:
        bookkeeping.abandon(session, batch_id, run, str(error))
        raise
    except BaseException:
        bookkeeping.abandon(session, batch_id, run, "导入没有完成，没有保存任何内容")
        raise


def _plan(session: Session, desk: Desk, order: Order, today: date) -> tuple[Plan, words.Words]:
    known = words.load(session, desk, today)
    if order.default_channel not in known.ids["channel"]:
        raise Refused(f"代码表中没有信访形式“{order.default_channel}”", field="default_channel")
    return Plan(session, desk, order, known, today), known


@collecting.seldom_collected()
def _take_in(session: Session, actor: Actor, desk: Desk, batch_id: int, source: Source, run: Run) -> Summary:
    order, code = bookkeeping.begin(session, batch_id, run)
    plan, known = _plan(session, desk, order, clock.today())
    inserter = Inserter(session, actor, desk, batch_id, known.first_levels, run)
    facts = (("批次", code), ("机构", desk.name), ("导入人", actor.name))
    with Tracker(source.file_name, facts, whole=order.all_or_nothing) as tracker:
        for chunk in plan.chunks(source.path, source.file_name):
            tracker.add(chunk)
            if not tracker.held:
                inserter.write([each for each in chunk if each.taken is not None])
            run(tracker.rows, "正在导入")
        clocks = inserter.clocks
        summary = tracker.finish(plan.remarks(), running=clocks.running, overdue=clocks.overdue)
        inserter.put_off()
        inserter.enter()
        with writing(session):
            inserter.publish()
            bookkeeping.finish(session, actor, batch_id, summary, tracker.report)
            remembering.remember(session, desk.office_id, order.columns)
    if summary.imported >= MANY:
        inserter.tell_the_planner()
    return summary
