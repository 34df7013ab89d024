"""Kinds of documents (文书种类) that the procedure produces."""

from enum import StrEnum

from xinfang_site.domain.titles import Title


class DocumentKind(StrEnum):
    """A kind of document (文书); the value names its template and its number series."""

    REGISTRATION_SHEET = "registration_sheet"
    QUERY_SLIP = "query_slip"
    ORAL_RECORD = "oral_record"
    DIRECT_NOTICE = "direct_notice"
    FORWARD_NOTICE = "forward_notice"
    FORWARD_LETTER = "forward_letter"
    ASSIGNMENT_LETTER = "assignment_letter"
    URGENT_REPORT = "urgent_report"
    GUIDANCE_RECORD = "guidance_record"
    NOT_ACCEPTED_NOTICE = "not_accepted_notice"
    NO_LONGER_ACCEPTED_NOTICE = "no_longer_accepted_notice"
    RECEIPT_LOG = "receipt_log"
    OBJECTION = "objection"
    OBJECTION_RULING = "objection_ruling"
    JOINT_MINUTES = "joint_minutes"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    STATUTORY_ROUTE_NOTICE = "statutory_route_notice"
    EXTENSION_NOTICE = "extension_notice"
    HEARING_NOTICE = "hearing_notice"
    HEARING_RECORD = "hearing_record"
    MEDIATION_AGREEMENT = "mediation_agreement"
    REPLY = "reply"
    SIMPLE_REPLY = "simple_reply"
    OPINION = "opinion"
    SERVICE_PROOF = "service_proof"
    REVIEW_OPINION = "review_opinion"
    FINAL_OPINION = "final_opinion"
    REDO_ORDER = "redo_order"
    SUPERVISION_LETTER = "supervision_letter"
    ADVICE = "advice"
    CONCLUSION_REPORT = "conclusion_report"
    WITHDRAWAL = "withdrawal"
    EVALUATION = "evaluation"
    ARCHIVE_CATALOGUE = "archive_catalogue"

    @property
    def title(self) -> Title:
        """The document's official name (文书名称)."""
        return Title(_TITLES[self])


_TITLES = {
    DocumentKind.REGISTRATION_SHEET: "信访事项登记单",
    DocumentKind.QUERY_SLIP: "查询码单",
    DocumentKind.ORAL_RECORD: "口头信访记录",
    DocumentKind.DIRECT_NOTICE: "告知书",
    DocumentKind.FORWARD_NOTICE: "转送告知书",
    DocumentKind.FORWARD_LETTER: "转送函",
    DocumentKind.ASSIGNMENT_LETTER: "交办函",
    DocumentKind.URGENT_REPORT: "信访快报",
    DocumentKind.GUIDANCE_RECORD: "引导记录",
    DocumentKind.NOT_ACCEPTED_NOTICE: "不予受理告知书",
    DocumentKind.NO_LONGER_ACCEPTED_NOTICE: "不再受理告知书",
    DocumentKind.RECEIPT_LOG: "签收记录",
    DocumentKind.OBJECTION: "异议申请",
    DocumentKind.OBJECTION_RULING: "异议核实意见",
    DocumentKind.JOINT_MINUTES: "联席会议纪要",
    DocumentKind.ACCEPTANCE_NOTICE: "受理告知书",
    DocumentKind.STATUTORY_ROUTE_NOTICE: "导入法定途径告知书",
    DocumentKind.EXTENSION_NOTICE: "延期告知书",
    DocumentKind.HEARING_NOTICE: "听证通知书",
    DocumentKind.HEARING_RECORD: "听证笔录",
    DocumentKind.MEDIATION_AGREEMENT: "调解（和解）协议书",
    DocumentKind.REPLY: "答复",
    DocumentKind.SIMPLE_REPLY: "简易办理答复记录",
    DocumentKind.OPINION: "信访处理意见书",
    DocumentKind.SERVICE_PROOF: "送达回证",
    DocumentKind.REVIEW_OPINION: "复查意见书",
    DocumentKind.FINAL_OPINION: "复核意见书",
    DocumentKind.REDO_ORDER: "重新办理通知",
    DocumentKind.SUPERVISION_LETTER: "督办函",
    DocumentKind.ADVICE: "工作建议书",
    DocumentKind.CONCLUSION_REPORT: "办结报告",
    DocumentKind.WITHDRAWAL: "撤回申请",
    DocumentKind.EVALUATION: "满意度评价表",
    DocumentKind.ARCHIVE_CATALOGUE: "归档目录",
}
