"""The petitioner's own evaluation (满意度自评): once, after the conclusion, on the public page.

Whoever looked the matter up by name and code gets a token for a quarter of an hour, so that neither
name nor code has to stand in the page of a shared computer.
"""

from dataclasses import dataclass
from datetime import date

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.concluding.closing import EVALUATION, Evaluation, Satisfaction, check_evaluation
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import move
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.procedure_models import Evaluation as Kept
from xinfang_site.petitions.timeline import Told, tell
from xinfang_site.petitions.visibility import entries
from xinfang_site.signatures import SteadySigner

VALID_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Scores:
    """What the petitioner says (评价)."""

    office: Satisfaction
    unit: Satisfaction
    comment: str = ""


def token(secret: str, petition_id: int) -> str:
    """A proof that the matter has just been looked up by its name and code."""
    return _signed(secret).dumps(petition_id)


def _signed(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="evaluation", signer=SteadySigner)


def evaluate(session: Session, secret: str, proof: str, address: str, scores: Scores, day: date) -> None:
    """Keep the petitioner's evaluation.

    Raises:
        Refused: the proof is old or not ours, the matter is not concluded, or it was evaluated before.
    """
    petition_id = _proven(secret, proof)
    check_evaluation(Evaluation(by_petitioner=True))
    actor = Actor(None, "公众查询", "信访人", None, address=address)
    row = TABLE[StepCode.EVALUATE]
    with writing(session):
        petition = session.get(Petition, petition_id, with_for_update=True)
        if petition is None:
            raise Refused("页面已过期，请重新查询后再评价", EVALUATION)
        before = petition.standing
        after = move(before, row.step)
        session.add(
            Kept(
                petition_id=petition.id,
                way="self",
                office_score=scores.office.value,
                unit_score=scores.unit.value,
                comment=scores.comment,
                made_at=clock.now(),
            )
        )
        petition.state = after.value
        told = Told(
            row.step.value,
            f"{row.title}（信访人自评）",
            day,
            article=EVALUATION.cite(),
            before=before.value,
        )
        tell(session, petition, actor, told)
        entries.refresh(session, petition)
        record(session, actor, Act("petition.evaluate", "petition", petition.id))


def _proven(secret: str, proof: str) -> int:
    """The matter that the petitioner proved to know a moment ago.

    Raises:
        Refused: the proof is old or not ours.
    """
    try:
        return int(_signed(secret).loads(proof, max_age=VALID_SECONDS))
    except (BadSignature, ValueError) as error:
        raise Refused("页面已过期，请重新查询后再评价", EVALUATION) from error


def words_of(session: Session, petition_id: int) -> str:
    """The evaluation in words for the petitioner, or nothing."""
    kept = session.get(Kept, petition_id)
    if kept is None:
        return ""
    office, unit = (Satisfaction(each).title for each in (kept.office_score, kept.unit_score))
    return f"对信访部门：{office}；对责任单位：{unit}"
