"""Documents of the demo matters (演示文书): what a step produces is made, notices are served."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.documents import making, services
from xinfang_site.documents.kinds import SPECS, Reader
from xinfang_site.documents.making import Filled
from xinfang_site.documents.models import Document
from xinfang_site.documents.permitted import Wanted
from xinfang_site.documents.serving import BY_STEP
from xinfang_site.documents.templates.merging import NotFilled
from xinfang_site.domain.concluding.opinions import Service, ServiceWay
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Step as Taken

ONE_IN = 4
"""Every fourth matter has its documents: enough to see, and the district stays quick to make."""
_NOT_MADE = frozenset({DocumentKind.REGISTRATION_SHEET, DocumentKind.SERVICE_PROOF})
_WORDS = {
    "听证时间": "两周后的星期三上午9时30分",
    "听证地点": "区群众来访接待大厅听证室",
    "听证人员": "主持人：信访办分管负责人",
    "逾期情况": "办理期限即将届满，尚未反馈进展。",
    "复查情况": "经查阅案卷、询问当事人，原意见认定的事实清楚。",
    "原处理意见": "对投诉请求作出处理意见。",
    "听证情况": "本次复核没有举行听证。",
    "法律依据": "有关法律法规和政策规定",
    "复核机关": "重庆市人民政府",
    "复核机关地址": "重庆市人民政府信访接待处",
    "延期理由": "需要委托第三方鉴定",
}


def after(session: Session, people: Iterable[Actor], petition_id: int, step: Step) -> None:
    """Make what a step produces, by whoever of its office may; what cannot be made is left to the office."""
    kinds = [
        each
        for each in TABLE[step].documents
        if each in SPECS and SPECS[each].stored and each not in _NOT_MADE
    ]
    if petition_id % ONE_IN or not kinds:
        return
    makers = _makers(session, people, petition_id, step)
    for kind in kinds:
        for actor in makers:
            if _made(session, actor, petition_id, kind, step):
                break


def _makers(session: Session, people: Iterable[Actor], petition_id: int, step: Step) -> list[Actor]:
    """Those of the office that has just taken the step; nobody while it waits for approval."""
    newest = select(Taken.code, Taken.office_id).where(Taken.petition_id == petition_id)
    code, office_id = session.execute(newest.order_by(Taken.id.desc()).limit(1)).one()
    if code != step.value:
        return []
    return [
        each
        for each in people
        if each.office_id == office_id and "petition.step" in permissions_of(each.roles)
    ]


def _made(session: Session, actor: Actor, petition_id: int, kind: DocumentKind, step: Step) -> bool:
    wanted = Wanted(kind)
    try:
        prepared = making.prepare(session, actor, petition_id, wanted, clock.today())
        making.check_signed(prepared)
        filled = Filled(
            {each.field.name: each.value or _WORDS.get(each.field.name, "") for each in prepared.lines}
        )
        making.paper_of(session, prepared, filled)
    except (Missing, NotFilled, Refused):
        return False
    finally:
        session.rollback()
    submission = f"demo-{petition_id}-{step}-{clock.now():%y%m%d%H%M%S}-{kind.value[:10]}"
    made = services.make(session, actor, petition_id, wanted, filled, submission[:40])
    if (
        SPECS[kind].reader is Reader.PETITIONER
        and kind.value not in BY_STEP
        and petition_id % (2 * ONE_IN) == 0
    ):
        version = session.get_one(Document, made).version
        service = Service(ServiceWay.IN_PERSON, clock.today(), "信访人签收的送达回证")
        services.serve(session, actor, made, service, version)
    return True
