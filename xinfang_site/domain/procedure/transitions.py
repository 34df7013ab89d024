"""The transition table (流转表): every step of a petition, who takes it, what it needs and starts.

Read a row as: step, button, from, to, then who, approval, needs, documents, clocks, article.
``to`` is None where the state stays. Guards beyond roles and states stand in the rule modules.
"""

from collections.abc import Mapping
from types import MappingProxyType

from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import CLOSED, OPEN, State
from xinfang_site.domain.procedure.steps import Need, Step, Transition
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import article

_CLERKS = frozenset({Role.CLERK, Role.HANDLER})
_HANDLERS = frozenset({Role.HANDLER})
_UNIT = frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD})
_UNIT_HANDLERS = frozenset({Role.UNIT_HANDLER})
_UNIT_HEADS = frozenset({Role.UNIT_HEAD})
_REVIEWERS = frozenset({Role.REVIEWER})
_BY_SECTION = (Role.SECTION_HEAD,)
_BY_LEADER = (Role.SECTION_HEAD, Role.LEADER)
_BY_UNIT_HEAD = (Role.UNIT_HEAD,)

_SORTING = frozenset({State.TRIAGE, State.REPORTED})
_TRIAGE = frozenset({State.TRIAGE})
_WITH_UNIT = frozenset({State.SIGNED_FOR})
_HANDLING = frozenset({State.HANDLING})
_REVIEW = frozenset({State.UNDER_REVIEW})
_FINAL = frozenset({State.UNDER_FINAL_REVIEW})
_DECIDED = frozenset({State.FINISHED, State.CONCLUDED, State.EVALUATED})
_REGISTERED = OPEN - {State.RECEIVED}
_BEFORE_OPINION = frozenset(
    {
        State.REGISTERED, State.TRIAGE, State.REPORTED, State.AWAITING_RECEIPT, State.SIGNED_FOR,
        State.OBJECTED, State.JOINT_MEETING, State.HANDLING, State.ON_STATUTORY_ROUTE, State.DRAFTED,
        State.CHECKED,
    }
)  # fmt: skip
_DISPATCHED = _REGISTERED - {State.REGISTERED, State.TRIAGE, State.REPORTED}

_ROWS = (
    # 登记和甄别
    Transition(Step.REGISTER, "登记", frozenset({State.RECEIVED}), State.REGISTERED, _CLERKS | _UNIT_HANDLERS,
               needs=(Need.CHANNEL,), documents=(Doc.REGISTRATION_SHEET, Doc.QUERY_SLIP),
               starts=(Duty.DISPATCH,), basis=article(22, 1)),
    Transition(Step.SCREEN, "查重后提交甄别", frozenset({State.REGISTERED}), State.TRIAGE,
               _CLERKS | _UNIT_HANDLERS, needs=(Need.DUPLICATE_DECISION,), basis=article(22, 1)),
    Transition(Step.ANSWER, "直接答复", _TRIAGE, State.ANSWERED, _HANDLERS, _BY_SECTION, (Need.TEXT,),
               (Doc.REPLY,), stops=(Duty.DISPATCH, Duty.SUGGESTION), basis=article(22, 1)),
    Transition(Step.FORWARD, "转送", _SORTING, State.AWAITING_RECEIPT, _HANDLERS, _BY_SECTION,
               (Need.RECEIVER,), (Doc.FORWARD_LETTER, Doc.FORWARD_NOTICE),
               (Duty.NOTICE, Duty.OBJECTION), (Duty.DISPATCH, Duty.DISCIPLINE_TRANSFER), article(22, 1)),
    Transition(Step.ASSIGN, "交办", _SORTING, State.AWAITING_RECEIPT, _HANDLERS, _BY_LEADER,
               (Need.RECEIVER, Need.REASON, Need.DUE_DAY), (Doc.ASSIGNMENT_LETTER, Doc.FORWARD_NOTICE),
               (Duty.NOTICE, Duty.OBJECTION, Duty.FEEDBACK), (Duty.DISPATCH, Duty.DISCIPLINE_TRANSFER),
               article(22, 1, 3)),
    Transition(Step.REPORT, "报送（重大紧急）", _TRIAGE, State.REPORTED, _HANDLERS | {Role.SECTION_HEAD},
               (Role.LEADER,), (Need.TEXT,), (Doc.URGENT_REPORT,),
               stops=(Duty.DISPATCH, Duty.URGENT_REPORT), basis=article(25, 2)),
    Transition(Step.REPORT_ON, "续报", _REGISTERED - _TRIAGE, None, _HANDLERS | {Role.SECTION_HEAD}, (Role.LEADER,), (Need.TEXT,),
               (Doc.URGENT_REPORT,), stops=(Duty.URGENT_REPORT,), basis=article(25, 2)),
    Transition(Step.SEND_TO_JUDICIAL, "转送政法部门", _SORTING, State.TO_JUDICIAL, _HANDLERS, _BY_SECTION,
               (Need.RECEIVER, Need.REASON), (Doc.FORWARD_LETTER,),
               stops=(Duty.DISPATCH,), basis=article(22, 2)),
    Transition(Step.SEND_TO_DISCIPLINE, "转送纪检监察机关", _SORTING, State.TO_DISCIPLINE, _HANDLERS,
               _BY_LEADER,
               (Need.RECEIVER,), (Doc.FORWARD_LETTER,),
               stops=(Duty.DISPATCH, Duty.DISCIPLINE_TRANSFER), basis=article(22, 2)),
    Transition(Step.REFUSE, "不予受理", _TRIAGE, State.NOT_ACCEPTED, _HANDLERS, _BY_LEADER,
               (Need.GROUND, Need.TEXT), (Doc.NOT_ACCEPTED_NOTICE,),
               stops=(Duty.DISPATCH,), basis=article(19, 3)),
    Transition(Step.REFUSE_REPEATED, "不再受理", _TRIAGE, State.NO_LONGER_ACCEPTED, _HANDLERS, _BY_LEADER,
               (Need.OTHER_MATTER, Need.PRIOR_FINAL_OPINION, Need.TEXT), (Doc.NO_LONGER_ACCEPTED_NOTICE,),
               stops=(Duty.DISPATCH,), basis=article(36, 3)),
    Transition(Step.GUIDE, "引导分流", _TRIAGE, State.GUIDED, _CLERKS, (), (Need.PATH, Need.TEXT),
               (Doc.GUIDANCE_RECORD,), stops=(Duty.DISPATCH,), basis=article(22, 2)),
    Transition(Step.FILE, "存", _TRIAGE, State.FILED, _HANDLERS, _BY_SECTION, (Need.REASON,),
               stops=(Duty.DISPATCH,), basis=article(22, 1)),
    Transition(Step.TAKE_DIRECTLY, "本单位直接收到", _TRIAGE, State.SIGNED_FOR, _UNIT, (), (),
               (Doc.DIRECT_NOTICE,), (Duty.DIRECT_NOTICE,), (Duty.DISPATCH,), article(23, 1)),
    # 签收、异议
    Transition(Step.SIGN_FOR, "签收", frozenset({State.AWAITING_RECEIPT}), State.SIGNED_FOR, _UNIT,
               documents=(Doc.RECEIPT_LOG,), basis=article(23, 3)),
    Transition(Step.RECALL, "撤回转送、交办", frozenset({State.AWAITING_RECEIPT}), State.TRIAGE, _HANDLERS,
               _BY_SECTION, (Need.REASON,), stops=(Duty.NOTICE, Duty.OBJECTION, Duty.FEEDBACK),
               starts=(Duty.DISPATCH,)),
    Transition(Step.OBJECT, "提出异议", _WITH_UNIT, State.OBJECTED, _UNIT_HANDLERS, _BY_UNIT_HEAD, (Need.REASON,),
               (Doc.OBJECTION,), (Duty.OBJECTION_RULING,), (Duty.OBJECTION,), article(23, 3)),
    Transition(Step.AGREE_TO_OBJECTION, "同意退回", frozenset({State.OBJECTED}), State.TRIAGE, _HANDLERS,
               _BY_SECTION, (Need.REASON, Need.GROUND), (Doc.OBJECTION_RULING,), (Duty.DISPATCH,),
               (Duty.OBJECTION_RULING, Duty.NOTICE, Duty.FEEDBACK), article(23, 3)),
    Transition(Step.REJECT_OBJECTION, "不同意退回", frozenset({State.OBJECTED}), State.SIGNED_FOR, _HANDLERS,
               _BY_SECTION, (Need.REASON,), (Doc.OBJECTION_RULING,),
               stops=(Duty.OBJECTION_RULING,), basis=article(23, 3)),
    Transition(Step.CALL_JOINT_MEETING, "提请联席会议协调", frozenset({State.OBJECTED}), State.JOINT_MEETING,
               _HANDLERS, _BY_LEADER, (Need.REASON,), stops=(Duty.OBJECTION_RULING,), basis=article(24, 1)),
    Transition(Step.DECIDE_JOINTLY, "记录联席会议决定", frozenset({State.JOINT_MEETING}),
               State.AWAITING_RECEIPT,
               _HANDLERS, (Role.LEADER,), (Need.RECEIVER, Need.MINUTES),
               (Doc.JOINT_MINUTES, Doc.FORWARD_LETTER), (Duty.NOTICE,), (Duty.NOTICE,), article(24, 1)),
    # 受理和分类办理
    Transition(Step.ACCEPT, "受理", _WITH_UNIT, State.HANDLING, _UNIT, (), (Need.PATH,),
               (Doc.ACCEPTANCE_NOTICE,), (Duty.CONCLUSION,),
               (Duty.NOTICE, Duty.DIRECT_NOTICE, Duty.OBJECTION), article(23, 3)),
    Transition(Step.ACCEPT_SIMPLE, "按简易程序受理", _WITH_UNIT, State.HANDLING, _UNIT, (), (Need.PATH,),
               (Doc.ACCEPTANCE_NOTICE,), (Duty.SIMPLE_ANSWER,),
               (Duty.NOTICE, Duty.DIRECT_NOTICE, Duty.OBJECTION, Duty.SIMPLE_DECISION), article(23, 3)),
    Transition(Step.ROUTE, "导入法定途径", _WITH_UNIT, State.ON_STATUTORY_ROUTE, _UNIT, (),
               (Need.PATH, Need.TEXT), (Doc.STATUTORY_ROUTE_NOTICE,), (Duty.STATUTORY_ROUTE,),
               (Duty.NOTICE, Duty.DIRECT_NOTICE, Duty.OBJECTION), article(31)),
    Transition(Step.UNIT_REFUSE, "不予受理", _WITH_UNIT, State.NOT_ACCEPTED, _UNIT_HANDLERS, _BY_UNIT_HEAD,
               (Need.GROUND, Need.TEXT), (Doc.NOT_ACCEPTED_NOTICE,),
               stops=(Duty.NOTICE, Duty.DIRECT_NOTICE, Duty.OBJECTION), basis=article(19, 3)),
    Transition(Step.ROUTE_RESULT, "登记法定途径结果", frozenset({State.ON_STATUTORY_ROUTE}), State.FINISHED,
               _UNIT,
               (), (Need.TEXT, Need.PROOF), stops=(Duty.STATUTORY_ROUTE,), basis=article(31)),
    Transition(Step.ROUTE_BACK, "退回信访程序", frozenset({State.ON_STATUTORY_ROUTE}), State.SIGNED_FOR,
               _UNIT_HANDLERS,
               _BY_UNIT_HEAD, (Need.REASON,), starts=(Duty.NOTICE,), stops=(Duty.STATUTORY_ROUTE,),
               basis=article(31, None, 6)),
    Transition(Step.CONVERT, "转为普通程序", _HANDLING, None, _UNIT, (), (Need.REASON,), (),
               (Duty.CONCLUSION,), (Duty.SIMPLE_ANSWER,), article(34)),
    Transition(Step.EXTEND, "延长办理期限", _HANDLING, None, _UNIT_HANDLERS, _BY_UNIT_HEAD, (Need.DAYS, Need.REASON),
               (Doc.EXTENSION_NOTICE,), basis=article(34)),
    Transition(Step.OPEN_HEARING, "启动听证", _HANDLING | _FINAL, None, _UNIT | _REVIEWERS, (),
               (Need.REASON,),
               (Doc.HEARING_NOTICE,), basis=article(31, None, 6)),
    Transition(Step.CLOSE_HEARING, "结束听证", _HANDLING | _FINAL, None, _UNIT | _REVIEWERS, (), (Need.TEXT,),
               (Doc.HEARING_RECORD,), basis=article(31, None, 6)),
    Transition(Step.MEDIATE, "达成调解、和解", _HANDLING, State.FINISHED, _UNIT, (),
               (Need.CONSENT, Need.ATTACHMENT), (Doc.MEDIATION_AGREEMENT,),
               stops=(Duty.CONCLUSION, Duty.SIMPLE_ANSWER), basis=article(33)),
    Transition(Step.REPLY, "答复", _HANDLING, State.FINISHED, _UNIT_HANDLERS, _BY_UNIT_HEAD,
               (Need.TEXT, Need.OUTCOME), (Doc.REPLY,), stops=(Duty.SUGGESTION,), basis=article(29, 1)),
    Transition(Step.ANSWER_SIMPLE, "简易答复", _HANDLING, State.FINISHED, _UNIT, (), (Need.TEXT,),
               (Doc.SIMPLE_REPLY,), stops=(Duty.SIMPLE_ANSWER,), basis=article(31, None, 6)),
    # 意见书
    Transition(Step.DRAFT, "提交意见书稿", _HANDLING, State.DRAFTED, _UNIT_HANDLERS, (),
               (Need.TEXT, Need.OUTCOME), (Doc.OPINION,), basis=article(32, 1)),
    Transition(Step.RETURN_DRAFT, "退回修改", frozenset({State.DRAFTED, State.CHECKED}), State.HANDLING,
               _UNIT,
               (), (Need.REASON,)),
    Transition(Step.CHECK, "审核通过", frozenset({State.DRAFTED}), State.CHECKED, _UNIT,
               basis=article(32, 1)),
    Transition(Step.ISSUE, "签发意见书", frozenset({State.CHECKED}), State.ISSUED, _UNIT_HEADS, (), (),
               (Doc.OPINION,), stops=(Duty.CONCLUSION, Duty.SIMPLE_ANSWER), basis=article(31, None, 6)),
    Transition(Step.SERVE, "登记送达", frozenset({State.ISSUED}), State.SERVED, _UNIT, (),
               (Need.SERVICE, Need.PROOF), (Doc.SERVICE_PROOF,), (Duty.REVIEW_REQUEST,), (), article(35)),
    Transition(Step.CORRECT, "更正意见书", frozenset({State.SERVED}), State.ISSUED, _UNIT_HANDLERS,
               _BY_UNIT_HEAD, (Need.REASON, Need.TEXT), (Doc.OPINION,), (), (Duty.REVIEW_REQUEST,),
               article(32, 1)),
    Transition(Step.LAPSE, "期满未申请复查", frozenset({State.SERVED}), State.FINISHED, _UNIT | _HANDLERS, (),
               (),
               stops=(Duty.REVIEW_REQUEST,), basis=article(35)),
    # 复查、复核
    Transition(Step.REQUEST_REVIEW, "登记复查申请", frozenset({State.SERVED}) | _DECIDED, State.UNDER_REVIEW,
               _CLERKS | _REVIEWERS, (), (Need.TEXT,), (), (Duty.REVIEW,), (Duty.REVIEW_REQUEST,),
               article(35)),
    Transition(Step.EXTEND_REVIEW, "延长复查、复核期限", _REVIEW | _FINAL, None, _REVIEWERS, (Role.LEADER,),
               (Need.DAYS, Need.REASON), (Doc.EXTENSION_NOTICE,), basis=article(35)),
    Transition(Step.WITHDRAW_REVIEW, "撤回复查申请", _REVIEW, State.FINISHED, _CLERKS | _REVIEWERS, (),
               (Need.PROOF,), (Doc.WITHDRAWAL,), (), (Duty.REVIEW,), article(35)),
    Transition(Step.ISSUE_REVIEW, "签发复查意见", _REVIEW, State.REVIEW_ISSUED, _REVIEWERS, (Role.LEADER,),
               (Need.TEXT, Need.OUTCOME), (Doc.REVIEW_OPINION,), (), (Duty.REVIEW,), article(35)),
    Transition(Step.SERVE_REVIEW, "登记复查意见送达", frozenset({State.REVIEW_ISSUED}), State.REVIEW_SERVED,
               _REVIEWERS, (), (Need.SERVICE, Need.PROOF), (Doc.SERVICE_PROOF,),
               (Duty.FINAL_REQUEST,), (), article(36, 1)),
    Transition(Step.LAPSE_REVIEW, "期满未申请复核", frozenset({State.REVIEW_SERVED}), State.FINISHED,
               _REVIEWERS | _HANDLERS, (), (), stops=(Duty.FINAL_REQUEST,), basis=article(36, 1)),
    Transition(Step.REQUEST_FINAL, "登记复核申请", frozenset({State.REVIEW_SERVED}) | _DECIDED,
               State.UNDER_FINAL_REVIEW, _CLERKS | _REVIEWERS, (), (Need.TEXT,), (),
               (Duty.FINAL_REVIEW,), (Duty.FINAL_REQUEST,), article(36, 1)),
    Transition(Step.WITHDRAW_FINAL, "撤回复核申请", _FINAL, State.FINISHED, _CLERKS | _REVIEWERS, (),
               (Need.PROOF,), (Doc.WITHDRAWAL,), (), (Duty.FINAL_REVIEW,), article(36, 1)),
    Transition(Step.ISSUE_FINAL, "签发复核意见", _FINAL, State.FINAL_ISSUED, _REVIEWERS, (Role.LEADER,),
               (Need.TEXT, Need.OUTCOME), (Doc.FINAL_OPINION,), (), (Duty.FINAL_REVIEW,), article(36, 1)),
    Transition(Step.SERVE_FINAL, "登记复核意见送达", frozenset({State.FINAL_ISSUED}), State.FINAL_SERVED,
               _REVIEWERS,
               (), (Need.SERVICE, Need.PROOF), (Doc.SERVICE_PROOF,), basis=article(36, 1)),
    Transition(Step.TERMINATE, "终结", frozenset({State.FINAL_SERVED}), State.TERMINATED,
               _REVIEWERS | _HANDLERS,
               basis=article(36, 3)),
    Transition(Step.ORDER_REDO, "撤销并责令重新办理", frozenset({State.REVIEW_SERVED, State.FINAL_SERVED}),
               State.HANDLING, _REVIEWERS, (Role.LEADER,), (Need.REASON,), (Doc.REDO_ORDER,),
               (Duty.CONCLUSION,), (Duty.FINAL_REQUEST,), article(35)),
    # 办结、评价、归档
    Transition(Step.CONCLUDE, "审核认定办结", frozenset({State.FINISHED, State.TERMINATED}), State.CONCLUDED,
               _HANDLERS, _BY_SECTION, (Need.ATTACHMENT,), (Doc.CONCLUSION_REPORT,), (),
               (Duty.FEEDBACK,), article(22, 1, 3)),
    Transition(Step.RETURN_CONCLUSION, "退回重办", frozenset({State.FINISHED}), State.HANDLING, _HANDLERS,
               _BY_SECTION, (Need.REASON,), (Doc.REDO_ORDER,), (Duty.CONCLUSION,), (), article(40, 1)),
    Transition(Step.EVALUATE, "满意度评价", frozenset({State.CONCLUDED}), State.EVALUATED, _CLERKS, (),
               (Need.OUTCOME,), (Doc.EVALUATION,), basis=article(21, 2), petitioner=True),
    Transition(Step.FOLLOW_UP, "登记回访", frozenset({State.CONCLUDED, State.EVALUATED}), None,
               _CLERKS | _UNIT_HANDLERS, (), (Need.OUTCOME, Need.TEXT), basis=article(27)),
    Transition(Step.ARCHIVE, "归档", CLOSED - {State.ARCHIVED, State.MERGED, State.VOID}, State.ARCHIVED,
               _CLERKS,
               documents=(Doc.ARCHIVE_CATALOGUE,)),
    # 任意阶段
    Transition(Step.SUPERVISE, "督办", _DISPATCHED, None, _HANDLERS, _BY_SECTION, (Need.REASON, Need.DUE_DAY),
               (Doc.SUPERVISION_LETTER,), basis=article(40, 1)),
    Transition(Step.RECORD_SUPERVISION_FEEDBACK, "反馈督办", _DISPATCHED | {State.CONCLUDED, State.EVALUATED}, None,
               _UNIT | _CLERKS, (), (Need.TEXT,), basis=article(40, 1)),
    Transition(Step.ADVISE, "提出工作建议", _DISPATCHED | {State.CONCLUDED, State.EVALUATED}, None, _HANDLERS,
               _BY_LEADER, (Need.RECEIVER, Need.TEXT), (Doc.ADVICE,), (Duty.ADVICE_FEEDBACK,), (),
               article(40)),
    Transition(Step.RECORD_ADVICE_FEEDBACK, "登记建议反馈", _DISPATCHED | {State.CONCLUDED, State.EVALUATED},
               None, _CLERKS, (), (Need.TEXT,), (), (), (Duty.ADVICE_FEEDBACK,), article(40, 4)),
    Transition(Step.REASSIGN, "改派承办人", _REGISTERED, None, frozenset({Role.SECTION_HEAD, Role.UNIT_HEAD}),
               (),
               (Need.REASON,), basis=article(28, 3)),
    Transition(Step.RECLASSIFY, "变更事项类别", _REGISTERED, None, _CLERKS, _BY_SECTION, (Need.REASON,)),
    Transition(Step.CHANGE_RECEIPT_DATE, "更正收到日期", _REGISTERED, None, _CLERKS, _BY_SECTION,
               (Need.NEW_DAY, Need.REASON), basis=article(22, 1)),
    Transition(Step.LINK, "关联", frozenset(State) - {State.RECEIVED, State.VOID}, None, _CLERKS, (),
               (Need.OTHER_MATTER,)),
    Transition(Step.SPLIT, "拆分", _BEFORE_OPINION, None, _HANDLERS, _BY_SECTION, (Need.TEXT, Need.REASON)),
    Transition(Step.MERGE, "并入另一事项", _BEFORE_OPINION, State.MERGED, _HANDLERS, _BY_SECTION,
               (Need.OTHER_MATTER, Need.REASON)),
    Transition(Step.UNMERGE, "取消并入", frozenset({State.MERGED}), None, _HANDLERS, _BY_SECTION,
               (Need.REASON,),
               back=True),
    Transition(Step.WITHDRAW, "登记信访人撤回", _BEFORE_OPINION, State.WITHDRAWN, _CLERKS | _UNIT_HANDLERS,
               (),
               (Need.PROOF,), (Doc.WITHDRAWAL,)),
    Transition(Step.CANCEL, "作废", frozenset({State.RECEIVED}) | _BEFORE_OPINION, State.VOID, _CLERKS,
               _BY_LEADER,
               (Need.REASON,), basis=article(22, 1)),
)  # fmt: skip

TABLE: Mapping[Step, Transition] = MappingProxyType({row.step: row for row in _ROWS})
"""The whole table by step (流转表)."""
