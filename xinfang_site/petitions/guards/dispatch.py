"""Guards of registering, sorting, sending and returning (登记、甄别、转送交办、退回)."""

from datetime import date, datetime

from sqlalchemy import select

from xinfang_site import clock
from xinfang_site.domain.concluding import reviews
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.people import conflicts
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving import dispatching, grounds, intake, urgent
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.statutes import article
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition, Step

_FINAL_OPINIONS = (StepCode.ISSUE_FINAL.value, StepCode.SERVE_FINAL.value)


def screening(now: Situation) -> None:
    """A repeat names the matter that it repeats (重复件)."""
    if now.text(Need.DUPLICATE_DECISION) == "repeat" and not now.values.get("original"):
        raise Refused("认定为重复件的，应当关联初件", article(22, 1), "original")


def receiving(now: Situation) -> None:
    """The receiving office may have the matter (去向)."""
    office = now.receiver
    if office is None:
        raise Refused("应当写明去向单位", article(22, 1), "receiver")
    conflicts.check_receiver(office.id, now.barred)
    if not office.valid_on(now.day):
        raise Refused(
            f"“{office.short_name}”已经撤销，应当转送承接其职权的机关、单位", article(24, 2), "receiver"
        )
    if now.kind is Kind.ACCUSATION:
        conflicts.check_report_receiver(office.id, now.barred, competent_for_reports(now))


def competent_for_reports(now: Situation) -> frozenset[int]:
    """Organs that may get a report: 纪检监察, Party departments, and the organs above the accused."""
    kinds = (OfficeKind.DISCIPLINE.value, OfficeKind.PARTY_DEPARTMENT.value)
    found = set(now.session.scalars(select(Office.id).where(Office.kind.in_(kinds))))
    for office_id in now.barred:
        found.update(int(each) for each in now.session.get_one(Office, office_id).path.strip("/").split("/"))
    return frozenset(found) - now.barred


def assigning(now: Situation) -> None:
    """An assignment says why and until when (交办)."""
    due = now.text(Need.DUE_DAY)
    dispatching.check_assignment(now.text(Need.REASON), date.fromisoformat(due) if due else None, now.day)


def reports_only(now: Situation) -> None:
    """Only reports go to the discipline organs (检举控告)."""
    if now.kind is not Kind.ACCUSATION:
        raise Refused("只有检举控告类事项转送纪检监察机关", article(22, 2))


def to_discipline(now: Situation) -> None:
    """A report goes to an organ that may deal with it (检举控告的去向)."""
    receiver = now.receiver
    conflicts.check_report_receiver(receiver.id if receiver else 0, now.barred, competent_for_reports(now))


def refusing(now: Situation) -> None:
    """A refusal rests on a ground of the list (不予受理情形)."""
    grounds.check_refusal(now.text(Need.GROUND), now.text(Need.TEXT), now.petition.received_on)


def refusing_repeated(now: Situation) -> None:
    """不再受理 names the matter that a 复核意见 ended, and rests on the same facts (不再受理)."""
    prior = ""
    other = now.values.get(Need.OTHER_MATTER)
    ended = None if other is None else now.session.get(Petition, int(other))
    if ended is not None:
        final = select(Step.id).where(Step.petition_id == ended.id, Step.code.in_(_FINAL_OPINIONS)).limit(1)
        # an old ledger's matter has no steps
        if ended.batch_id is None and now.session.scalar(final) is None:
            raise Refused("所关联的事项没有复核意见", reviews.NO_MORE, Need.OTHER_MATTER.value)
        prior = now.text(Need.PRIOR_FINAL_OPINION)
    reviews.check_no_longer_accepted(prior, same_facts=bool(now.values.get("same_facts")))


def guiding(now: Situation) -> None:
    """Only a matter that another procedure decides is guided there (引导分流)."""
    if now.path is None:
        raise Refused("应当判断属于第三十一条哪一项途径", article(31), "path")
    if now.path is Path.PETITION:
        raise Refused("第三十一条第六项的事项应当转送、交办，不能引导分流", now.path.basis, "path")


def not_urgent(now: Situation) -> None:
    """An urgent matter is never laid aside (重大紧急不得存查)."""
    if now.petition.urgent:
        raise Refused("重大、紧急事项应当及时报告、处理，不能存件", article(25, 1))


def reporting(now: Situation) -> None:
    """An urgent report reaches everybody whom article 25 names, and its times are in order (报送)."""
    told = [
        urgent.Recipient(each) for each in now.values.get("recipients", ()) if each in set(urgent.Recipient)
    ]
    urgent.check_recipients(told, petition_office=True)
    known, reported = (datetime.fromisoformat(now.text(each)) for each in ("known_at", "reported_at"))
    urgent.check_times(known, reported)
    if reported > clock.now():
        raise Refused("报告时间不得晚于现在", article(25, 1), "reported_at")


def objecting_in_time(now: Situation) -> None:
    """An objection comes within its limit (异议期限)."""
    dispatching.check_objection_open(now.rules, now.clock(Duty.OBJECTION), now.day)


def objecting(now: Situation) -> None:
    """An objection says why in detail (异议理由)."""
    dispatching.check_objection(now.rules, now.clock(Duty.OBJECTION), now.text(Need.REASON), now.day)


def first_return(now: Situation) -> None:
    """The second return of a matter needs the joint meeting (退回次数)."""
    dispatching.check_meeting(now.petition.returns)


def returning(now: Situation) -> None:
    """A return rests on an article or a duty list (退回依据)."""
    dispatching.check_return(now.text(Need.GROUND), now.petition.returns)


def deciding_jointly(now: Situation) -> None:
    """The joint meeting's decision names who decided (联席会议决定)."""
    receiver = now.receiver.id if now.receiver else 0
    decided = dispatching.MeetingDecision(
        now.text("decider"), now.date_of("decided_on"), receiver, now.text(Need.MINUTES)
    )
    dispatching.check_meeting(dispatching.RETURNS_BEFORE_MEETING, decided)


def correcting_receipt(now: Situation) -> None:
    """The day of receipt is changed by two people, never into the future (更正收到日期)."""
    new = date.fromisoformat(now.text(Need.NEW_DAY))
    intake.check_received(new, now.day)
    intake.check_receipt_change(now.clock(Duty.DISPATCH), now.petition.received_on, new, now.two_people)
