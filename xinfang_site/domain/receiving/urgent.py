"""Urgent matters (重大紧急): four recipients, no hold state, nothing edited after sending."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import Article, article
from xinfang_site.domain.titles import Title


class Recipient(StrEnum):
    """Who must be told of an urgent matter (报送对象); source: 第二十五条."""

    PARTY_AND_GOVERNMENT = "party_and_government"
    COMPETENT_DEPARTMENT = "competent_department"
    JOINT_MEETING_OFFICE = "joint_meeting_office"
    UPPER_PETITION_OFFICE = "upper_petition_office"
    NATIONAL_ADMINISTRATION = "national_administration"

    @property
    def title(self) -> Title:
        """The recipient's Chinese name (报送对象名称)."""
        return Title(_RECIPIENTS[self][0])

    @property
    def basis(self) -> Article:
        """The paragraph that names it (依据)."""
        return _RECIPIENTS[self][1]


_RECIPIENTS = {
    Recipient.PARTY_AND_GOVERNMENT: ("本级党委和政府", article(25, 1)),
    Recipient.COMPETENT_DEPARTMENT: ("相关主管部门", article(25, 1)),
    Recipient.JOINT_MEETING_OFFICE: ("本级信访工作联席会议办公室", article(25, 1)),
    Recipient.UPPER_PETITION_OFFICE: ("上一级信访部门", article(25, 2)),
    Recipient.NATIONAL_ADMINISTRATION: ("国家信访局", article(25, 2)),
}


def recipients_of(*, petition_office: bool) -> tuple[Recipient, ...]:
    """Whom an organ must tell (应当报送的对象).

    Every organ tells its 党委政府, the competent department and the joint meeting's office; a
    petition office also its upper office and, at the same time, 国家信访局.
    """
    every = tuple(each for each in Recipient if each.basis == article(25, 1))
    return tuple(Recipient) if petition_office else every


def check_recipients(sent_to: Iterable[Recipient], *, petition_office: bool) -> None:
    """Refuse an urgent report that leaves a recipient out (报送对象齐全).

    Raises:
        Refused: a recipient is missing; the article is that of the first one missing.
    """
    told = set(sent_to)
    missing = [each for each in recipients_of(petition_office=petition_office) if each not in told]
    if missing:
        names = "、".join(each.title for each in missing)
        raise Refused(f"重大、紧急事项还应当报送、通报：{names}", missing[0].basis, "recipients")


def check_times(known_at: datetime, reported_at: datetime) -> None:
    """Refuse a report dated before it could be known (得知时间、报告时间).

    Raises:
        Refused: it was reported before it was known.
    """
    if reported_at < known_at:
        raise Refused("报告时间不得早于得知时间", article(25, 1), "reported_at")


def check_lifting(*, reported: bool, by_head: bool) -> None:
    """Refuse to take the mark off a matter (取消重大、紧急标记): what was reported stays, and no clerk decides alone.

    A wrong tick is corrected by a head, whereupon the report is not owed; what was sent upwards is only followed
    by 续报, so that nothing is hidden or held back (不得隐瞒、谎报、缓报).

    Args:
        reported: a report was sent.
        by_head: a head of the office corrects.

    Raises:
        Refused: it was reported, or no head corrects.
    """
    if reported:
        raise Refused(
            "已按重大、紧急信访事项报送，不能更正取消；情况变化的，请办理续报", article(46, None, 4), "urgent"
        )
    if not by_head:
        raise Refused(
            "取消“重大、紧急”标记，应当由科室负责人或者分管、主要负责人更正", article(46, None, 4), "urgent"
        )


def check_untouched(*, sent: bool) -> None:
    """Refuse to change a sent report (已报送信息不得修改); the way is 续报.

    Raises:
        Refused: it was sent.
    """
    if sent:
        raise Refused("已报送的信息不得修改，应当续报", article(46, None, 4))
