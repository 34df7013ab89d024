"""Cards of the home page (首页卡片): own sessions, changes and promises; for the planner what is missing."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import url_for

from xinfang_joint_reception.outcome import promising
from xinfang_joint_reception.permissions import APPROVE, PLAN, VIEW
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.sessions import alarms
from xinfang_joint_reception.rota.swaps import services as swapping
from xinfang_site.plugin_api.data import session as open_session
from xinfang_site.plugin_api.hooks import Actor, Card, Line
from xinfang_site.plugin_api.pages import may

WEEK_AHEAD = timedelta(days=7)
SHOWN = 6
CARD_ORDER = 20


def home_cards(actor: Actor, day: date) -> Sequence[Card]:
    """Own sessions of the week, changes and promises; for the planner what is missing."""
    if not may(VIEW):
        return ()
    cards = [*_own_card(actor, day)]
    if may(PLAN):
        cards.append(_plan_card(actor, day))
    elif may(APPROVE):
        cards += _swap_card(actor)
    return cards


def _own_card(actor: Actor, day: date) -> Sequence[Card]:
    session = open_session()
    duties = promising.own_duties(session, actor)
    if not duties.sits:
        return ()
    lines = [
        Line(f"换班待您答复：{words}", url_for("joint_reception.mine"))
        for words in (swapping.to_answer(session, actor, SHOWN) if duties.asked else ())
    ]
    lines += [
        Line(f"变动：{text}", url_for("joint_reception.mine"))
        for text in (queries.unread_changes(session, actor, SHOWN) if duties.told else ())
    ]
    lines += [
        Line(
            f"{each.day.isoformat()} {each.hours_words} {each.kind}",
            url_for("joint_reception.sitting_show", sitting_id=each.sitting_id),
            each.where,
        )
        for each in queries.own_days(session, actor, (day, day + WEEK_AHEAD), SHOWN)
    ]
    lines += [
        Line(
            f"承诺：{each.text}",
            url_for("joint_reception.promise_kept", promise_id=each.id),
            f"{each.due_on.isoformat()} 前答复" + ("，已逾期" if each.due_on < day else ""),
            late=each.due_on < day,
        )
        for each in (promising.own_promises(session, actor)[:SHOWN] if duties.promised else ())
    ]
    return (Card("我的接访", lines, "今后七天没有您的接访安排", url_for("joint_reception.mine"), CARD_ORDER),)


def _plan_card(actor: Actor, day: date) -> Card:
    session, office_id = open_session(), actor.office_id or 0
    gaps = alarms.gaps(session, office_id, day)
    lines = [
        Line(
            f"{each.day.isoformat()} {each.kind}",
            url_for("joint_reception.sitting_show", sitting_id=each.sitting_id),
            each.words,
            late=True,
        )
        for each in gaps[:SHOWN]
    ]
    lines += [
        Line(
            f"{each.week.monday.isoformat()} 这一周{each.kind.title}还缺{each.week.shortfall}场",
            url_for("joint_reception.gaps"),
            late=True,
        )
        for each in alarms.shortfalls(session, office_id, day)[:SHOWN]
    ]
    lines += [line for card in _swap_card(actor) for line in card.lines]
    return Card("接访排班", lines, "今后三十天没有缺岗", url_for("joint_reception.index"), CARD_ORDER + 1)


def _swap_card(actor: Actor) -> Sequence[Card]:
    waiting = swapping.to_decide(open_session(), actor.office_id, SHOWN)
    if not waiting:
        return ()
    lines = [
        Line(f"换班待批：{words}", url_for("joint_reception.swap_decide", swap_id=swap_id))
        for swap_id, words in waiting
    ]
    return (Card("换班审批", lines, url=url_for("joint_reception.swaps"), order=CARD_ORDER + 1),)
