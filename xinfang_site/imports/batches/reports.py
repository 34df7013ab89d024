"""A batch's report (导入报告): it quotes rows as the ledger has them, with names and numbers in clear.

Who imported has the ledger and opens the report as it is. Anybody else says why, as for other full data, so many times
an hour (个人信息保护法第五十一条).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.imports import storage
from xinfang_site.imports.models import ImportBatch
from xinfang_site.imports.planning.summaries import Problem, Summary
from xinfang_site.missing import Missing
from xinfang_site.petitions.people.unmasking import disclose

_QUOTED = re.compile("“.*”", re.DOTALL)
"""From the first mark to the last: a ledger has quotation marks of its own."""


def asks_reason(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the actor says why first: somebody else imported it."""
    return batch.account_id != actor.account_id


def report_path(batch: ImportBatch) -> Path:
    """Where the report lies.

    Raises:
        Missing: there is none, or its time is over.
    """
    path = storage.path_of(batch.report)
    if not batch.report or not path.exists():
        raise Missing
    return path


def note_opening(session: Session, actor: Actor, batch: ImportBatch, reason: str = "") -> None:
    """Note that the report is taken out; of somebody else's batch with its reason.

    Raises:
        TooMany: somebody else's, and the hourly limit of full data is reached; this try is audited too.
    """
    act = Act("import.report", "import", batch.code, reason=reason)
    if asks_reason(actor, batch):
        disclose(session, actor, act)
    else:
        with writing(session):
            record(session, actor, act)


def problems(actor: Actor, batch: ImportBatch, summary: Summary) -> Sequence[Problem]:
    """The rows to look at; what they quote is for whoever imported."""
    if not asks_reason(actor, batch):
        return summary.problems
    return [replace(each, words=_QUOTED.sub("“…”", each.words)) for each in summary.problems]
