"""Routes (办理路线): which steps a demo matter takes, how many matters take them, and how long ago the last step was.

A word is a step of the statute's table, with all approvals it needs. A step with ``?`` still waits for approval, one
with ``+`` has the first of its approvals, one with ``!`` was returned to its drafter.
"""

from dataclasses import dataclass

from xinfang_site.domain.procedure.steps import Step


@dataclass(frozen=True, slots=True)
class Route:
    """A way through the procedure (办理路线).

    Attributes:
        steps: words, see the module.
        count: how many matters take it.
        ages: days since the last step, in turn; since receipt where nothing was decided yet.
        direct: the responsible unit itself registers the matter.
        kind: ``accusation``, ``litigation``, ``urgent`` or empty.
    """

    steps: str
    count: int
    ages: tuple[int, ...] = (1, 4, 9, 17, 30, 52, 75, 100)
    direct: bool = False
    kind: str = ""


_AT_UNIT = "screen forward sign_for"
_HANDLED = f"{_AT_UNIT} accept"
_SERVED = f"{_HANDLED} draft check issue serve"
_REVIEWED = f"{_SERVED} request_review issue_review serve_review"
_FINAL = f"{_REVIEWED} request_final issue_final serve_final"
_ONE_DAY = (0, 1, 2, 3)
_DISPATCH = (0, 1, 3, 5, 8, 12, 15, 18)
_RECEIPT = (0, 1, 2, 4, 7, 11, 15, 17)
_CONCLUSION = (1, 6, 14, 25, 38, 49, 57, 60, 63)
_REVIEW = (2, 9, 27, 30, 34)
_LONG_AGO = (5, 20, 45, 90, 130, 180)

ROUTES = (
    Route("", 14, _DISPATCH),
    Route("screen", 14, _DISPATCH),
    Route("screen forward?", 5, (2, 5, 9, 12, 15)),
    Route("screen assign?", 2, (4, 12)),
    Route("screen assign+", 3, (6, 10, 15)),
    Route("screen forward!", 2, (6, 13)),
    Route("screen refuse+", 2, (8, 11)),
    Route("screen report", 3, _ONE_DAY, kind="urgent"),
    Route("screen report report_on forward sign_for accept", 2, (3, 12), kind="urgent"),
    Route("screen forward", 18, _RECEIPT),
    Route("screen assign", 4, _RECEIPT),
    Route("screen forward recall", 2, (1, 3)),
    Route(_AT_UNIT, 14, _RECEIPT),
    Route("screen assign sign_for", 4, (1, 3, 8, 12)),
    Route(f"{_AT_UNIT} object?", 2, (1, 3)),
    Route(f"{_AT_UNIT} object", 4, (0, 1, 2, 3)),
    Route(f"{_AT_UNIT} object call_joint_meeting", 2, (3, 8)),
    Route(f"{_AT_UNIT} object call_joint_meeting decide_jointly", 2, (1, 5)),
    Route(f"{_AT_UNIT} object agree_to_objection forward sign_for accept", 3, _CONCLUSION),
    Route(f"{_AT_UNIT} object reject_objection accept", 3, _CONCLUSION),
    Route(_HANDLED, 26, _CONCLUSION),
    Route("screen assign sign_for accept", 6, _CONCLUSION),
    Route(f"{_HANDLED} extend?", 2, (1, 3)),
    Route(f"{_HANDLED} extend", 2, (2, 12)),
    Route(f"{_HANDLED} open_hearing", 2, (3, 10)),
    Route(f"{_HANDLED} supervise", 4, (2, 8, 20)),
    Route(f"{_HANDLED} supervise record_supervision_feedback", 2, (1, 6)),
    Route(f"{_HANDLED} advise", 2, (3, 12)),
    Route(f"{_AT_UNIT} accept_simple", 4, (1, 4, 9, 16)),
    Route(f"{_AT_UNIT} accept_simple answer_simple conclude", 4, _LONG_AGO),
    Route(f"{_AT_UNIT} route", 5, (3, 20, 48)),
    Route(f"{_AT_UNIT} route route_result conclude", 2, _LONG_AGO),
    Route(f"{_AT_UNIT} unit_refuse", 3, _LONG_AGO),
    Route(f"{_AT_UNIT} unit_refuse?", 1, (1,)),
    Route(f"{_HANDLED} draft", 6, (0, 2, 5)),
    Route(f"{_HANDLED} draft return_draft", 2, (1, 3)),
    Route(f"{_HANDLED} draft check", 4, (0, 1, 3)),
    Route(f"{_HANDLED} draft check issue", 4, (0, 1, 4)),
    Route(_SERVED, 8, (2, 9, 18, 27, 30)),
    Route(f"{_HANDLED} reply?", 2, (1, 2)),
    Route(f"{_HANDLED} reply", 5, (0, 2, 6)),
    Route(f"{_HANDLED} mediate", 4, (1, 3, 7)),
    Route(f"{_SERVED} lapse", 3, (1, 4)),
    Route(f"{_SERVED} lapse conclude?", 2, (1, 2)),
    Route(f"{_HANDLED} reply conclude", 12, _LONG_AGO),
    Route(f"{_SERVED} lapse conclude", 8, _LONG_AGO),
    Route(f"{_HANDLED} mediate conclude evaluate", 8, _LONG_AGO),
    Route(f"{_SERVED} lapse conclude evaluate", 10, _LONG_AGO),
    Route(f"{_SERVED} lapse conclude evaluate archive", 6, _LONG_AGO),
    Route(f"{_HANDLED} reply return_conclusion", 1, (4,)),
    Route(f"{_SERVED} request_review", 5, _REVIEW),
    Route(f"{_SERVED} request_review issue_review?", 1, (1,)),
    Route(f"{_SERVED} request_review issue_review", 2, (1, 3)),
    Route(_REVIEWED, 3, (4, 15, 28)),
    Route(f"{_SERVED} request_review withdraw_review", 1, (6,)),
    Route(f"{_REVIEWED} order_redo", 1, (12,)),
    Route(f"{_REVIEWED} request_final", 2, (8, 29)),
    Route(f"{_REVIEWED} request_final issue_final", 1, (2,)),
    Route(_FINAL, 2, (3, 10)),
    Route(f"{_FINAL} terminate", 3, (20, 45, 90)),
    Route("screen answer", 8, _LONG_AGO),
    Route("screen answer archive", 3, _LONG_AGO),
    Route("screen send_to_judicial", 5, _LONG_AGO, kind="litigation"),
    Route("screen send_to_discipline", 5, _LONG_AGO, kind="accusation"),
    Route("screen", 3, (2, 6, 11), kind="accusation"),
    Route("screen refuse", 4, _LONG_AGO),
    Route("screen refuse_repeated", 2, (1, 2)),
    Route("screen guide", 6, _LONG_AGO, kind="litigation"),
    Route("screen file", 4, _LONG_AGO),
    Route("screen withdraw", 3, _LONG_AGO),
    Route(f"{_HANDLED} withdraw", 2, _LONG_AGO),
    Route("screen merge", 3, (3, 25, 60)),
    Route("screen cancel", 2, (9, 40)),
    Route("", 6, _DISPATCH, direct=True),
    Route("screen", 3, _DISPATCH, direct=True),
    Route("screen take_directly", 5, (2, 6, 11, 14, 16), direct=True),
    Route("screen take_directly accept", 8, _CONCLUSION, direct=True),
    Route("screen take_directly accept draft check issue serve", 3, (4, 21), direct=True),
    Route("screen take_directly accept reply conclude", 6, _LONG_AGO, direct=True),
)

GAPS = {
    Step.SCREEN: (0, 1),
    Step.SIGN_FOR: (0, 2),
    Step.DRAFT: (12, 44),
    Step.REPLY: (8, 35),
    Step.MEDIATE: (8, 40),
    Step.ANSWER_SIMPLE: (2, 11),
    Step.ROUTE_RESULT: (30, 55),
    Step.LAPSE: (42, 46),
    Step.OBJECT: (0, 1),
    Step.EXTEND: (35, 50),
    Step.REQUEST_REVIEW: (6, 24),
    Step.REQUEST_FINAL: (6, 24),
    Step.ISSUE_REVIEW: (15, 29),
    Step.ISSUE_FINAL: (15, 29),
    Step.ARCHIVE: (10, 30),
    Step.OPEN_HEARING: (10, 25),
    Step.SUPERVISE: (20, 40),
}
"""Least and most days between a step and the one before it (步骤间隔天数)."""

USUAL_GAP = (1, 4)
APPROVAL_GAP = (0, 1)
