"""The vocabulary of a small fictional office, and what makes rows of it."""

from datetime import date, datetime, time

from xinfang_site.ledgers.petition_words import petition_vocabulary
from xinfang_site.ledgers.values.vocabulary import Vocabulary, choices, office_names


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A naive moment, as Excel cells hold it."""
    return datetime.combine(date(year, month, day), time(hour, minute))


PREFIXES = ("重庆市沙坪坝区", "沙坪坝区")


def office_vocabulary() -> Vocabulary:
    units = choices(
        (
            ("mz", office_names("重庆市沙坪坝区民政局", "区民政局", prefixes=PREFIXES)),
            ("cg", office_names("重庆市沙坪坝区城市管理局", "区城管局", prefixes=PREFIXES)),
            ("sb", office_names("双碑街道", prefixes=PREFIXES)),
        )
    )
    places = choices(
        (
            ("500106007", office_names("双碑街道", prefixes=PREFIXES)),
            ("500106105", office_names("凤凰镇", prefixes=PREFIXES)),
        )
    )
    categories = choices(
        (
            ("010101", ("城乡建设/安全生产/事故处理", "事故处理")),
            ("0102", ("城乡建设/园林绿化", "其他")),
            ("0301", ("民政/其他", "其他")),
        )
    )
    return petition_vocabulary(unit=units, place=places, category=categories)
