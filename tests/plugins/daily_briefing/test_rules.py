"""The rules of the briefing, without a site."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_daily_briefing.rules import (
    chains,
    days,
    deltas,
    freezing,
    issuing,
    privacy,
    prose,
    tasks,
    times,
)
from xinfang_daily_briefing.rules.audiences import Reader, may_read
from xinfang_daily_briefing.rules.chains import Link
from xinfang_daily_briefing.rules.days import DayStanding, Year
from xinfang_daily_briefing.rules.deltas import Change, Mark
from xinfang_daily_briefing.rules.issuing import Hands
from xinfang_daily_briefing.rules.words import (
    Audience,
    Column,
    IssueState,
    Result,
    Source,
    Stage,
    TaskState,
    Urgency,
)
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.calendars import WorkCalendar

CHINA = times.CHINA
INSTANTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda second: datetime.fromtimestamp(second, UTC))
# 2026-10-10 is a makeup Saturday, 2026-10-01 to 07 are holidays
CALENDAR = WorkCalendar.build(
    {date(2026, 10, n): (False, "国庆节") for n in range(1, 8)} | {date(2026, 10, 10): (True, "调休上班")},
    [2026],
)


def china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type,misc]  # six numbers at most


# Words


@pytest.mark.parametrize(
    "words", [Column, Urgency, Source, Stage, Audience, Result, IssueState, TaskState, DayStanding, Change]
)
def test_every_word_has_a_chinese_name_of_its_own(words: type) -> None:
    names = [each.title for each in words]  # type: ignore[attr-defined]
    assert len(set(names)) == len(names)
    assert all("\u4e00" <= name[0] <= "\u9fff" for name in names)


def test_the_columns_stand_in_the_order_of_the_founding_document() -> None:
    assert [each.title for each in Column] == ["重点关注", "信息预警", "工作快讯"]


# Verified before midnight


def test_a_warning_known_in_the_last_minute_has_one_minute() -> None:
    check = times.night_check(
        Column.WARNING, china(2026, 11, 26, 23, 59), None, china(2026, 11, 26, 23, 59, 30)
    )
    assert check is not None
    assert (check.overnight, check.minutes_left, check.tone) == (False, 0, "warning")


def test_midnight_itself_is_too_late() -> None:
    known = china(2026, 11, 26, 9)
    check = times.night_check(Column.WARNING, known, china(2026, 11, 27), china(2026, 11, 27, 8))
    assert check is not None
    assert check.overnight
    assert check.words == "过夜核实"


def test_a_warning_left_over_night_stays_red() -> None:
    known = china(2026, 11, 26, 9)
    check = times.night_check(Column.WARNING, known, None, china(2026, 11, 27, 0, 1))
    assert check is not None
    assert (check.tone, check.words) == ("danger", "过夜，仍未核实")


@pytest.mark.parametrize("column", [Column.FOCUS, Column.NEWS])
def test_only_warnings_need_a_verification(column: Column) -> None:
    assert times.night_check(column, china(2026, 11, 26, 9), None, china(2026, 11, 28)) is None


@given(INSTANTS, st.timedeltas(timedelta(), timedelta(days=3)))
def test_a_warning_is_in_time_exactly_when_it_is_verified_on_its_own_day_in_china(
    known: datetime, later: timedelta
) -> None:
    settled = known + later
    check = times.night_check(Column.WARNING, known, settled, settled)
    assert check is not None
    assert check.overnight == (times.china_day(settled) != times.china_day(known))


@given(INSTANTS, st.timedeltas(timedelta(), timedelta(days=3)), st.timedeltas(timedelta(), timedelta(days=3)))
def test_overnight_never_becomes_in_time_again(known: datetime, first: timedelta, more: timedelta) -> None:
    earlier = times.night_check(Column.WARNING, known, None, known + first)
    later = times.night_check(Column.WARNING, known, None, known + first + more)
    assert earlier is not None
    assert later is not None
    assert later.overnight or not earlier.overnight
    assert later.minutes_left <= earlier.minutes_left


def test_the_hours_left_are_told_in_words() -> None:
    known = china(2026, 11, 26, 9)
    check = times.night_check(Column.WARNING, known, None, china(2026, 11, 26, 18, 20))
    assert check is not None
    assert (check.words, check.tone) == ("距24时还有 5 小时 40 分", "success")
    near = times.night_check(Column.WARNING, known, None, china(2026, 11, 26, 23, 15))
    assert near is not None
    assert (near.words, near.tone) == ("距24时还有 45 分钟", "warning")
    done = times.night_check(Column.WARNING, known, china(2026, 11, 26, 20), china(2026, 11, 28))
    assert done is not None
    assert (done.words, done.open) == ("当日核实", False)


def test_cannot_yet_settles_nothing() -> None:
    assert [each for each in Result if not each.settles] == [Result.NOT_YET]


def test_knowledge_from_the_future_is_refused() -> None:
    with pytest.raises(Refused, match="第二十五条"):
        times.check_known(china(2026, 11, 27), china(2026, 11, 26))
    times.check_known(china(2026, 11, 26), china(2026, 11, 26))


def test_a_report_from_before_its_knowledge_is_refused() -> None:
    with pytest.raises(Refused, match="早于得知时间"):
        times.check_reported(china(2026, 11, 26, 9), china(2026, 11, 26, 8))


@given(INSTANTS, INSTANTS)
def test_running_minutes_are_never_negative(start: datetime, end: datetime) -> None:
    assert times.minutes_between(start, end) >= 0


# Chains

STAGES = st.lists(st.builds(Link, st.sampled_from(Stage), st.booleans()), max_size=6)


def test_a_thread_begins_with_a_first_report_goes_on_and_ends() -> None:
    thread = [Link(Stage.FIRST)]
    chains.check_next([], Stage.FIRST)
    chains.check_next(thread, Stage.FOLLOW)
    thread += [Link(Stage.FOLLOW), Link(Stage.FOLLOW)]
    assert chains.report_name(Stage.FOLLOW, thread) == "续报（3）"
    assert chains.report_name(Stage.FINAL, thread) == "终报"
    chains.check_next(thread, Stage.FINAL)


@pytest.mark.parametrize(
    ("thread", "stage", "said"),
    [
        ([Link(Stage.FIRST)], Stage.FIRST, "已有首报"),
        ([], Stage.FOLLOW, "没有首报"),
        ([], Stage.FINAL, "没有首报"),
        ([Link(Stage.FIRST), Link(Stage.FINAL)], Stage.FOLLOW, "已经终报"),
    ],
)
def test_an_item_that_does_not_continue_its_thread_is_refused(
    thread: list[Link], stage: Stage, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        chains.check_next(thread, stage)


@given(STAGES)
def test_a_finished_thread_takes_nothing_more(thread: list[Link]) -> None:
    if chains.is_finished(thread):
        for stage in (Stage.FOLLOW, Stage.FINAL):
            with pytest.raises(Refused):
                chains.check_next(thread, stage)


def test_a_corrected_final_report_lets_the_thread_go_on_and_counts_no_more() -> None:
    thread = [Link(Stage.FIRST), Link(Stage.FOLLOW, corrected=True), Link(Stage.FINAL, corrected=True)]
    assert not chains.is_finished(thread)
    assert chains.report_name(Stage.FOLLOW, thread) == "续报（1）"


def test_what_was_sent_is_never_edited() -> None:
    with pytest.raises(Refused, match="第四十六条"):
        chains.check_editable(sent=True)
    chains.check_editable(sent=False)


def test_a_draft_is_edited_and_not_corrected_and_nothing_is_corrected_twice() -> None:
    with pytest.raises(Refused, match="直接修改"):
        chains.check_correctable(sent=False, corrected=False)
    with pytest.raises(Refused, match="已有更正"):
        chains.check_correctable(sent=True, corrected=True)
    chains.check_correctable(sent=True, corrected=False)


@given(st.text("甲乙丙丁小区业主讨薪", min_size=2), st.text("甲乙丙丁小区业主讨薪", min_size=2))
def test_likeness_has_no_direction_and_knows_itself(one: str, other: str) -> None:
    assert chains.likeness(one, other) == chains.likeness(other, one)
    assert chains.likeness(one, one) == 1


def test_titles_of_one_matter_are_alike_and_others_are_not() -> None:
    assert chains.likeness("康宁小区业主反映电梯停运", "康宁小区电梯停运，业主上访") >= chains.LIKE
    assert chains.likeness("康宁小区业主反映电梯停运", "工地农民工讨薪") < chains.LIKE
    assert chains.likeness("", "工地") == 0


# Personal data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("联系人张三，身份证110105199001010010", "身份证号码"),
        ("带头人电话19900001234", "手机号码"),
        ("办公电话023-65551234", "固定电话"),
        ("家住康宁路1号3单元402室", "家庭住址"),
        ("信访人住址：渝碚路街道康宁路1号", "家庭住址"),
        ("康宁小区5栋2单元1203室漏水", "家庭住址"),
    ],
)
def test_numbers_and_home_addresses_are_pointed_out(text: str, kind: str) -> None:
    found = privacy.personal_data({"content": text})
    assert kind in [each.kind for each in found]
    assert all("110105199001010010" not in each.words and "19900001234" not in each.words for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "康宁小区12栋电梯停运，业主23人到区群众来访接待大厅",
        "拖欠86.4万元，编号JXF202611230017",
        "11月26日10时许，在三号路口",
        "",
    ],
)
def test_a_matter_with_its_place_and_figures_is_not_a_person(text: str) -> None:
    assert privacy.personal_data({"content": text}) == ()


@given(st.text(max_size=60))
def test_a_text_without_its_numbers_has_none(text: str) -> None:
    cleaned = privacy.without_numbers(text + "110105199001010010，19900001234")
    assert not [each for each in privacy.personal_data({"t": cleaned}) if "号码" in each.kind]


# Issuing


@given(st.sets(st.integers(1, 400)))
def test_the_next_number_is_free_and_leaves_no_new_gap(used: set[int]) -> None:
    number = issuing.next_number(used)
    assert number not in used
    assert set(issuing.gaps(used | {number})) == set(issuing.gaps(used))


@given(st.integers(0, 300))
def test_numbers_given_one_after_the_other_have_neither_gap_nor_repetition(count: int) -> None:
    used: list[int] = []
    for _ in range(count):
        used.append(issuing.next_number(used))
    assert used == list(range(1, count + 1))
    assert issuing.gaps(used) == []


def test_gaps_of_a_series_are_found() -> None:
    assert issuing.gaps([1, 2, 5]) == [3, 4]


def test_three_people_make_an_issue() -> None:
    assert issuing.check_hands(Hands(1, 2, 3), chain=5) == ""
    for hands in (Hands(1, 1), Hands(1, 2, 1), Hands(1, 2, 2)):
        with pytest.raises(Refused):
            issuing.check_hands(hands, chain=5)


def test_a_tiny_office_makes_do_with_two_and_is_warned() -> None:
    assert "不足 3 人" in issuing.check_hands(Hands(1, 1, 2), chain=2)
    assert "审核和签发" in issuing.check_hands(Hands(1, 2, 2), chain=2)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))
def test_nobody_ever_signs_what_he_edited(editor: int, reviewer: int, chain: int) -> None:
    with pytest.raises(Refused):
        issuing.check_hands(Hands(editor, reviewer, editor), chain)


def test_silence_is_signed_and_never_happens_by_oversight() -> None:
    issuing.check_silence(silent=True, lines=0)
    issuing.check_silence(silent=False, lines=2)
    with pytest.raises(Refused, match="零报告"):
        issuing.check_silence(silent=False, lines=0)
    with pytest.raises(Refused, match="不能作零报告"):
        issuing.check_silence(silent=True, lines=1)


@pytest.mark.parametrize("wanted", list(IssueState))
def test_a_void_issue_goes_nowhere(wanted: IssueState) -> None:
    with pytest.raises(Refused):
        issuing.move(IssueState.VOID, wanted)


def test_an_issue_is_signed_only_after_its_review() -> None:
    with pytest.raises(Refused, match="编辑中"):
        issuing.move(IssueState.DRAFT, IssueState.SIGNED)
    state = issuing.move(IssueState.DRAFT, IssueState.IN_REVIEW)
    state = issuing.move(state, IssueState.REVIEWED)
    assert issuing.move(state, IssueState.SIGNED) is IssueState.SIGNED


# Days


def test_an_issue_is_due_on_a_makeup_saturday_and_not_on_a_holiday() -> None:
    assert days.is_due(CALENDAR, date(2026, 10, 10))
    assert not days.is_due(CALENDAR, date(2026, 10, 1))
    assert not days.is_due(CALENDAR, date(2026, 10, 11))


def test_signed_silence_differs_from_a_missing_issue() -> None:
    year = Year(issued={date(2026, 10, 8)}, silent={date(2026, 10, 9)})
    today = date(2026, 10, 13)
    told = {n: year.standing(CALENDAR, date(2026, 10, n), today).title for n in (7, 8, 9, 10, 11, 12, 13)}
    assert told == {7: "休息", 8: "已出刊", 9: "零报告", 10: "缺刊", 11: "休息", 12: "缺刊", 13: "待出刊"}


@given(st.sets(st.integers(0, 60)), st.integers(0, 60))
def test_every_working_day_is_signed_missing_or_still_to_come(signed: set[int], length: int) -> None:
    first = date(2026, 9, 1)
    today = first + timedelta(days=length)
    present = {first + timedelta(days=n) for n in signed}
    missing = days.missing_days(CALENDAR, present, first, today)
    for day in (first + timedelta(days=n) for n in range(length)):
        assert (day in missing) == (CALENDAR.is_working(day) and day not in present)
    assert today not in missing


def test_a_carried_item_is_one_day_old_on_its_first_day() -> None:
    assert days.age(date(2026, 11, 26), date(2026, 11, 26)) == 1
    assert days.age(date(2026, 11, 26), date(2026, 12, 1)) == 6


# Audience


@given(st.builds(Reader, st.integers(1, 9), st.booleans(), st.booleans()), st.sets(st.integers(1, 9)))
def test_a_narrower_audience_never_adds_a_leader(reader: Reader, named: set[int]) -> None:
    if may_read(reader, Audience.LEADERS):
        assert may_read(reader, Audience.EVERYONE)
    assert may_read(reader, Audience.NAMED, named) == (reader.staff or reader.account_id in named)


# Freezing

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_a_frozen_content_survives_the_database_and_keeps_its_digest(content: dict[str, object]) -> None:
    stored = json.loads(json.dumps(dict(reversed(content.items()))))
    assert freezing.is_untouched(stored, freezing.digest(content))


@given(st.text(max_size=20), st.text(max_size=20))
def test_another_text_has_another_digest(one: str, other: str) -> None:
    assert (freezing.digest({"body": one}) == freezing.digest({"body": other})) == (one == other)


# Delta

MARKS = st.lists(
    st.builds(Mark, st.sampled_from("甲乙丙丁"), st.sampled_from("123")),
    max_size=4,
    unique_by=lambda m: m.matter,
)


@given(MARKS, st.booleans())
def test_nothing_changed_against_oneself(marks: list[Mark], same_issue: bool) -> None:
    assert set(deltas.compare(marks, marks, same_issue=same_issue).values()) <= {Change.SAME}


def test_a_correction_and_a_progress_are_told_apart() -> None:
    read, now = [Mark("甲", "旧"), Mark("乙", "同")], [Mark("甲", "新"), Mark("丙", "新")]
    assert deltas.compare(read, now, same_issue=False) == {"甲": Change.CONTINUED, "丙": Change.NEW}
    assert deltas.compare(read, now, same_issue=True) == {
        "甲": Change.CHANGED,
        "丙": Change.NEW,
        "乙": Change.GONE,
    }


# Instructions


def test_an_instruction_comes_back_until_it_is_closed_and_once_more_to_say_so() -> None:
    given_on, next_day = date(2026, 11, 26), date(2026, 11, 27)

    def back(state: TaskState, day: date, *, told: bool = False) -> bool:
        return tasks.comes_back(state, given_on=given_on, told_closed=told, day=day)

    assert not back(TaskState.OPEN, given_on)
    assert back(TaskState.OPEN, next_day)
    assert back(TaskState.REPLIED, next_day)
    assert back(TaskState.CLOSED, next_day)
    assert not back(TaskState.CLOSED, next_day, told=True)


def test_a_task_is_replied_to_and_then_closed() -> None:
    assert tasks.replied(TaskState.OPEN) is TaskState.REPLIED
    assert tasks.replied(TaskState.REPLIED) is TaskState.REPLIED
    assert tasks.closed(TaskState.REPLIED) is TaskState.CLOSED
    with pytest.raises(Refused, match="还没有回复"):
        tasks.closed(TaskState.OPEN)
    for act in (tasks.closed, tasks.replied):
        with pytest.raises(Refused, match="已经办结"):
            act(TaskState.CLOSED)


def test_a_task_that_is_late_when_given_is_refused() -> None:
    with pytest.raises(Refused, match="早于今天"):
        tasks.check_due(date(2026, 11, 25), date(2026, 11, 26))
    tasks.check_due(date(2026, 11, 26), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("closed_on", "today", "words"),
    [
        (None, date(2026, 11, 25), "还剩 1 天"),
        (None, date(2026, 11, 26), "今日到期"),
        (None, date(2026, 11, 28), "逾期 2 天"),
        (date(2026, 11, 26), date(2026, 12, 9), "按期办结"),
        (date(2026, 11, 27), date(2026, 12, 9), "逾期办结"),
        (date(2026, 11, 26), date(2026, 11, 25), "还剩 1 天"),
        (date(2026, 11, 29), date(2026, 11, 28), "逾期 2 天"),
    ],
)
def test_a_task_says_how_it_stands(closed_on: date | None, today: date, words: str) -> None:
    found = tasks.Timeliness(date(2026, 11, 26), closed_on, today)
    assert found.words == words
    assert found.late == ("逾期" in words)


# Wording


def test_a_line_reads_as_official_prose() -> None:
    parts = prose.Parts(
        known_at=china(2026, 11, 26, 10, 20),
        place="区群众来访接待大厅",
        content="康宁小区业主反映逾期交房问题",
        people=23,
        demand="明确交房时间。",
        measures="区信访办会同区住房城乡建委联合接待",
        next_step="",
        unit="区住房城乡建委",
    )
    assert prose.paragraph(parts) == (
        "11月26日10时，区群众来访接待大厅，康宁小区业主反映逾期交房问题。涉及 23 人。诉求：明确交房时间。"
        "已采取措施：区信访办会同区住房城乡建委联合接待。责任单位：区住房城乡建委。"
    )
