"""The tasks of a morning (每日事项): each says in a line what it did and what somebody has to look after."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import SignInSession
from xinfang_site.audit import witness
from xinfang_site.backups import scheduled
from xinfang_site.calendars import recounting
from xinfang_site.calendars.queries import missing_years
from xinfang_site.database import writing
from xinfang_site.disposals import job as erasures
from xinfang_site.disposals import queries as disposals
from xinfang_site.files import orphans
from xinfang_site.home import reminding
from xinfang_site.imports.batches import cleanup
from xinfang_site.jobs import files
from xinfang_site.jobs.models import Job
from xinfang_site.petitions.visibility import succession

SESSIONS_KEPT = timedelta(days=90)
JOBS_KEPT = timedelta(days=90)
AHEAD = timedelta(days=75)

Task = Callable[[Session, date], str]


def _old_uploads(session: Session, _day: date) -> str:
    removed = cleanup.expire(session)
    return f"清理到期的导入文件 {removed} 个" if removed else ""


def _old_exports(_session: Session, _day: date) -> str:
    files.tidy()
    return ""


def _old_sessions_and_jobs(session: Session, _day: date) -> str:
    now = clock.now()
    with writing(session):
        session.execute(delete(SignInSession).where(SignInSession.seen_at < now - SESSIONS_KEPT))
        session.execute(delete(Job).where(Job.finished_at < now - JOBS_KEPT))
    return ""


def _strays(session: Session, _day: date) -> str:
    removed = orphans.sweep(session)
    return f"清理无主的附件文件 {removed} 个" if removed else ""


def _retention(session: Session, day: date) -> str:
    """Matters past their time are listed, never removed by the site itself."""
    number = disposals.count_due(session, day)
    session.rollback()
    return f"保管期限届满、待鉴定的信访事项 {number} 件，请在“保管与清除”办理" if number else ""


def _witness(session: Session, day: date) -> str:
    return "已留存审计链首" if witness.note(session, day) else ""


def _succession(session: Session, day: date) -> str:
    handed = succession.hand_over(session, day)
    lines = []
    if handed.matters:
        lines.append(f"已撤销机构未办结的信访事项 {handed.matters} 件转由承接机构办理")
    if handed.left:
        lines.append(f"{handed.left} 件因承接机构是被反映单位没有转交，请信访部门另行确定责任单位")
    return "；".join(lines)


def _limits(session: Session, _day: date) -> str:
    count = len(recounting.preview(session))
    return f"{count} 个期限与现行工作日历不一致，请在工作日历中核对并重算" if count else ""


def _reminders(session: Session, day: date) -> str:
    made = reminding.make(session, day)
    return f"已生成提醒清单 {made} 份" if made else ""


def _calendar(session: Session, day: date) -> str:
    missing = missing_years(session, day + AHEAD)
    if not missing:
        return ""
    return f"{'、'.join(map(str, missing))} 年节假日未录入，跨年期限只能暂定，请在工作日历录入"


TASKS: tuple[Task, ...] = (
    _old_uploads,
    _old_exports,
    _old_sessions_and_jobs,
    _strays,
    _witness,
    _calendar,
    _succession,
    _limits,
    _reminders,
    scheduled.run,
    erasures.queue_again,
    _retention,
)
"""In the order they are done; each is safe to run twice, and by two workers at once."""
