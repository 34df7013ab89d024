"""Steps of the procedure (办理步骤): their codes, what they need, and the shape of a table row."""

from dataclasses import dataclass
from enum import StrEnum

from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import Article
from xinfang_site.domain.titles import Titled


class Step(StrEnum):
    """A step of the procedure (步骤); the value is stored in the timeline."""

    REGISTER = "register"
    SCREEN = "screen"
    ANSWER = "answer"
    FORWARD = "forward"
    ASSIGN = "assign"
    REPORT = "report"
    REPORT_ON = "report_on"
    SEND_TO_JUDICIAL = "send_to_judicial"
    SEND_TO_DISCIPLINE = "send_to_discipline"
    REFUSE = "refuse"
    REFUSE_REPEATED = "refuse_repeated"
    GUIDE = "guide"
    FILE = "file"
    TAKE_DIRECTLY = "take_directly"
    SIGN_FOR = "sign_for"
    RECALL = "recall"
    OBJECT = "object"
    AGREE_TO_OBJECTION = "agree_to_objection"
    REJECT_OBJECTION = "reject_objection"
    CALL_JOINT_MEETING = "call_joint_meeting"
    DECIDE_JOINTLY = "decide_jointly"
    ACCEPT = "accept"
    ACCEPT_SIMPLE = "accept_simple"
    ROUTE = "route"
    UNIT_REFUSE = "unit_refuse"
    ROUTE_RESULT = "route_result"
    ROUTE_BACK = "route_back"
    CONVERT = "convert"
    EXTEND = "extend"
    OPEN_HEARING = "open_hearing"
    CLOSE_HEARING = "close_hearing"
    MEDIATE = "mediate"
    REPLY = "reply"
    ANSWER_SIMPLE = "answer_simple"
    DRAFT = "draft"
    RETURN_DRAFT = "return_draft"
    CHECK = "check"
    ISSUE = "issue"
    SERVE = "serve"
    CORRECT = "correct"
    LAPSE = "lapse"
    REQUEST_REVIEW = "request_review"
    EXTEND_REVIEW = "extend_review"
    WITHDRAW_REVIEW = "withdraw_review"
    ISSUE_REVIEW = "issue_review"
    SERVE_REVIEW = "serve_review"
    LAPSE_REVIEW = "lapse_review"
    REQUEST_FINAL = "request_final"
    WITHDRAW_FINAL = "withdraw_final"
    ISSUE_FINAL = "issue_final"
    SERVE_FINAL = "serve_final"
    TERMINATE = "terminate"
    ORDER_REDO = "order_redo"
    CONCLUDE = "conclude"
    RETURN_CONCLUSION = "return_conclusion"
    EVALUATE = "evaluate"
    FOLLOW_UP = "follow_up"
    ARCHIVE = "archive"
    SUPERVISE = "supervise"
    RECORD_SUPERVISION_FEEDBACK = "record_supervision_feedback"
    ADVISE = "advise"
    RECORD_ADVICE_FEEDBACK = "record_advice_feedback"
    REASSIGN = "reassign"
    RECLASSIFY = "reclassify"
    CHANGE_RECEIPT_DATE = "change_receipt_date"
    LINK = "link"
    SPLIT = "split"
    MERGE = "merge"
    UNMERGE = "unmerge"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


class Need(Titled):
    """What a step asks for before it may be taken (办理要件)."""

    REASON = "reason", "理由"
    CHANNEL = "channel", "信访形式和收到日期"
    DUPLICATE_DECISION = "duplicate_decision", "初件、重复件认定"
    RECEIVER = "receiver", "去向单位"
    DUE_DAY = "due_day", "指定办理期限"
    GROUND = "ground", "不予受理情形和依据"
    PRIOR_FINAL_OPINION = "prior_final_opinion", "原复核意见"
    PATH = "path", "办理途径和依据"
    TEXT = "text", "正文"
    OUTCOME = "outcome", "结论"
    CONSENT = "consent", "双方当事人同意"
    SERVICE = "service", "送达方式和日期"
    PROOF = "proof", "凭证"
    OTHER_MATTER = "other_matter", "另一信访事项"
    SECOND_PERSON = "second_person", "第二人核准"
    MINUTES = "minutes", "联席会议纪要和决定人"
    NEW_DAY = "new_day", "新的日期"
    DAYS = "days", "天数"
    ATTACHMENT = "attachment", "附件"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the procedure's table (流转规则).

    Attributes:
        step: the step's code.
        title: the verb that the button shows.
        sources: states in which the step is offered.
        target: the state after it; None where the state does not change.
        actors: roles that may take (or draft) it.
        approval: roles that approve in this order, each another person than the drafter.
        needs: what must be given.
        documents: kinds of documents it produces.
        starts: limits that start with it.
        stops: limits that stop with it.
        basis: the article printed with it, or None for a house rule.
        back: the state goes back to what it was before the matter was merged.
        petitioner: the petitioner may take it on the public page.
    """

    step: Step
    title: str
    sources: frozenset[State]
    target: State | None
    actors: frozenset[Role]
    approval: tuple[Role, ...] = ()
    needs: tuple[Need, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    starts: tuple[Duty, ...] = ()
    stops: tuple[Duty, ...] = ()
    basis: Article | None = None
    back: bool = False
    petitioner: bool = False

    def allows(self, roles: frozenset[Role] | set[Role]) -> bool:
        """Whether one of ``roles`` may take the step (有权办理)."""
        return bool(self.actors & roles)
