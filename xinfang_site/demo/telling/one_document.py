"""One document of a demo matter (一份演示文书): filled from the record and a few usual words, then served."""

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.documents.kinds import SPECS, Reader
from xinfang_site.documents.made import changing
from xinfang_site.documents.making import paper, preparing, services
from xinfang_site.documents.making.permitted import Wanted
from xinfang_site.documents.models import Document
from xinfang_site.documents.serving import BY_STEP
from xinfang_site.documents.templates.merging import NotFilled
from xinfang_site.domain.concluding.opinions import Service, ServiceWay
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.missing import Missing

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


def make_document(
    session: Session, actor: Actor, petition_id: int, kind: DocumentKind, step: Step, *, serving: bool
) -> bool:
    """Make the document if the rules allow it; returns whether it was made."""
    wanted = Wanted(kind)
    try:
        prepared = preparing.prepare(session, actor, petition_id, wanted, clock.today())
        paper.check_signed(prepared)
        filled = {each.field.name: each.value or _WORDS.get(each.field.name, "") for each in prepared.lines}
        paper.paper_of(session, prepared, filled)
    except (Missing, NotFilled, Refused):
        return False
    finally:
        session.rollback()
    submission = f"demo-{petition_id}-{step}-{clock.now():%y%m%d%H%M%S}-{kind.value[:10]}"
    document_id = services.make(session, actor, petition_id, wanted, filled, submission[:40])
    if SPECS[kind].reader is Reader.PETITIONER and kind.value not in BY_STEP and serving:
        version = session.get_one(Document, document_id).version
        service = Service(ServiceWay.IN_PERSON, clock.today(), "信访人签收的送达回证")
        changing.serve(session, actor, document_id, service, version)
    return True
