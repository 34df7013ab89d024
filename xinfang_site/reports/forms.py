"""Forms of the statistics (统计筛选)."""

from datetime import date

from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag behind

from xinfang_site.forms import SiteForm, options
from xinfang_site.reports import periods
from xinfang_site.reports.limits import BY, DUTIES, OUTCOMES
from xinfang_site.reports.periods import Period

MOST_YEARS = 20
MONTHS_OFFERED = 24

Choices = list[tuple[str, str]]


class TypedPeriodForm(SiteForm):
    """Which period is shown (统计期间表单), typed: a year, a quarter, a month, or two days."""

    period: Field = StringField("统计期间", description="如 2026、2026-Q1、2026-03、2026-03-01..2026-03-15")

    def chosen(self, day: date) -> Period:
        """The period of the address, or the present year."""
        return periods.parse(self.period.data or "") or periods.year_of(day.year)

    @property
    def misread(self) -> str:
        """A period that the address gives and nobody understands; empty when all is well."""
        given = self.period.data or ""
        return given[:40] if given and periods.parse(given) is None else ""


class PeriodForm(TypedPeriodForm):
    """The same, chosen from a list (统计期间选择)."""

    period = SelectField("统计期间", validate_choice=False)

    def offer(self, day: date, first_month: int | None, chosen: Period) -> None:
        """The periods to choose from, the newest first; the one shown is always among them."""
        found = _offered(day, first_month)
        known = {value for group in found.values() for value, _ in group}
        if chosen.key not in known:
            found = {"所选": [(chosen.key, chosen.title)], **found}
        self.period.choices = [
            SelectChoice(value, label, optgroup=group)
            for group, pairs in found.items()
            for value, label in pairs
        ]
        self.period.data = chosen.key


def _offered(day: date, first_month: int | None) -> dict[str, Choices]:
    oldest = max((first_month or day.year * 100) // 100, day.year - MOST_YEARS, periods.EARLIEST)
    years = [periods.year_of(year) for year in range(day.year, min(oldest, day.year) - 1, -1)]
    quarter = periods.quarter(day.year, (day.month + 2) // 3)
    month = periods.month_of(day)
    quarters, months = [quarter], [month]
    while len(quarters) < 8:
        quarters.append(quarters[-1].before())
    while len(months) < MONTHS_OFFERED:
        months.append(months[-1].before())
    groups = {"年": years, "季": quarters, "月": months}
    return {name: [(each.key, each.title) for each in group] for name, group in groups.items()}


class LimitsForm(PeriodForm):
    """Which limits are counted (期限统计表单), and by what."""

    duty = SelectField("期限", choices=options(DUTIES.items()))
    by = SelectField("分组", choices=options(BY.items()))
    channel = SelectField("信访形式", validate_choice=False)
    office = SelectField("承办单位", validate_choice=False)
    outcome = SelectField("结果", choices=options([("due", "已到期"), *OUTCOMES.items()]))

    def word(self, name: str) -> str:
        """A field's value when it is one of its choices, else its first choice."""
        allowed = [str(each.value) for each in self[name].choices]
        return self[name].data if self[name].data in allowed else allowed[0]
