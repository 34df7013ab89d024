"""Study ledgers taken in: planned, held and cancelled told apart, figures equal to the ledger's truth."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from tests.plugins.legal_study.making import Study
from xinfang_legal_study.figures import figures
from xinfang_legal_study.rules.attendance import Tally
from xinfang_legal_study.rules.plan import Share
from xinfang_legal_study.sessions import services
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.sessions.queries import year_sessions
from xinfang_legal_study.years.queries import plan_rows
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports.planning.summaries import Summary
from xinfang_site.module_imports import services as imports
from xinfang_site.module_imports.taking import Source
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import LedgerImport

HEADING = (
    *("序号", "计划时间", "学习日期", "学习形式", "学习主题", "学习内容（法规）", "主讲人", "参加范围"),
    *("应到", "实到", "补学", "学时", "完成情况", "备注"),
)
Y = 2025
_ROWS = """
1|1月|2025-01-15|党组理论中心组学习|学习习近平法治思想|《宪法》|甲|中心组|8|8|0|2|已举办|
2|1月|2025-01-22|会前学法|总则|《信访工作条例》|乙|领导班子|5|5|0|0.5|已举办|
3|2月|2025-02-10|专题学习|法治思想专题（一）|《信访工作条例》|丙|全体|24|22|2|2|已举办|
4|2月||三会一课|习近平法治思想专题党课||丁|党员|15|||1.5|取消|与会议冲突
5|3月|2025-03-12|领导班子学法|纪律处分|《中国共产党纪律处分条例》|戊|班子|5|4|1|1|已举办|
6|3月|2025-03-26|宣讲|习近平法治思想专题宣讲||己|全体|24|20|1|2|已举办|
7|4月||培训|信访业务培训||庚|全体|24|||4|改期|改到5月
8|4月|2025-04-16|中心组学习|法治思想专题研讨|《宪法》|甲|中心组|8|7|0|2|已举办|
9|5月|2025-05-14|专题学习|法治思想专题（二）|《信访工作条例》|丙|全体|24|24|0|2|已举办|
10|5月|2025-05-20|培训|信访业务培训|《信访工作条例》|庚|全体|24|23|0|半天|已举办|
11|6月|2025-06-11|会前学法|行政复议|《行政复议法》|乙|班子|5|5|0|30分钟|√|
12|6月|2025-06-25|党课|廉洁自律|《中国共产党廉洁自律准则》|丁|党员|15|15|0|1.5|完成|
13|7月||理论中心组学习|法治新理念||甲|中心组|8|||2|取消|
14|7月|2025-07-16|班子学法|工资支付|《保障农民工工资支付条例》|辛|班子|5|5|0|1|已学习|
15|8月|2025-08-13|专题学习|法治思想专题（三）|《信访工作条例》|丙|全体|24|21|3|2|已举办|
16|8月|2025-08-20|会前学法|物业|《民法典》|壬|班子|5|4|0|0.5|按期开展|
17|9月|2025-09-10|中心组|信访法治化|《信访工作条例》|甲|中心组|8|8|0|2|已举办|
18|9月||专题学习|法治思想专题（四）||丙|全体|24|||2|已取消|安保任务
19|10月|2025-10-15|三会一课|宪法知识|《宪法》|丁|党员|15|14|1|1.5|已举办|
20|10月|2025-10-22|培训|初信初访|《信访工作条例》|庚|全体|24|24|0|4|已举办|
21|11月|2025-11-12|中心组学习|党内法规专题|《中国共产党纪律处分条例》|甲|中心组|8|8|0|2|已举办|
22|12月||专题学习|法治思想专题（五）||丙|全体|24|||2|计划|
23|12月||会前学法|宪法宣传周|《宪法》|乙|班子|5|||0.5|未开展|
24|12月||领导班子学法|年终总结||甲|班子|5|||1|待举办|
"""
LEDGER = [tuple(line.split("|")) for line in _ROWS.strip().split("\n")]


def workbook(path: Path, rows: Sequence[Sequence[object]], heading: Sequence[str], title: str) -> Path:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, len(heading) - 1, title)
    for line, row in enumerate((heading, *rows), start=1):
        for column, value in enumerate(row):
            if str(value).replace(".", "", 1).isdigit():
                sheet.write_number(line, column, float(str(value)))
            else:
                sheet.write_string(line, column, str(value))
    book.close()
    path.write_bytes(stream.getvalue())
    return path


def ledger_called(name: str) -> LedgerImport:
    return next(each for each in plugins().installed["legal_study"].ledgers if each.name == name)


def take(study: Study, path: Path, kind: str = "study") -> tuple[Summary, str]:
    ledger = ledger_called(kind)
    actor = study.actor("section_head")
    source = Source(path, path.name, path.read_bytes().hex()[-64:])
    summary, _report, code = imports.run(study.session, actor, ledger, source)
    return summary, code


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return workbook(tmp_path / "study.xlsx", LEDGER, HEADING, f"{Y}年度学习台账")


def year_of(study: Study) -> Sequence[StudySession]:
    return year_sessions(study.session, study.actor("clerk").office_id, Y)


def test_a_ledger_of_24_rows_gives_its_own_truth(any_study: Study, ledger: Path) -> None:
    summary, _code = take(any_study, ledger)
    assert (summary.imported, summary.skipped) == (24, 0)
    found = figures(year_of(any_study))
    held = [row for row in LEDGER if row[2]]
    heads = Tally(*(sum(int(row[place] or 0) for row in held) for place in (8, 9, 10)))
    assert (found.held, found.planned, found.cancelled, found.moved) == (17, 3, 3, 1)
    assert found.thematic == 3
    assert found.heads == heads
    assert found.heads.rate == Share(217, 231)
    # the training moved from April is the one held in May: counted once
    assert found.plan == Share(17, 23)


def test_hours_laws_and_audiences_are_read(study: Study, ledger: Path) -> None:
    take(study, ledger)
    by_topic = {each.topic: each for each in year_of(study) if each.standing.value == "held"}
    assert by_topic["行政复议"].hours == 0.5
    assert by_topic["信访业务培训"].hours == 4
    assert by_topic["纪律处分"].laws == "《中国共产党纪律处分条例》"
    assert by_topic["法治思想专题（一）"].audience_title == "全体"


def test_the_same_ledger_again_makes_no_doubles(study: Study, ledger: Path, tmp_path: Path) -> None:
    take(study, ledger)
    other = workbook(tmp_path / "again.xlsx", LEDGER, HEADING, f"{Y}年度学习台账（再次报送）")
    summary, _code = take(study, other)
    assert summary.imported == 0
    assert len(year_of(study)) == 24


def test_a_batch_is_taken_back_until_somebody_works_on_it(study: Study, ledger: Path) -> None:
    _summary, code = take(study, ledger)
    kind = ledger_called("study")
    head = study.actor("section_head")
    planned = next(each for each in year_of(study) if each.topic == "年终总结")
    services.cancel(study.session, head, planned.id, "不再举办")
    assert kind.take_back is not None
    with pytest.raises(Refused, match="不能整批撤回"):
        kind.take_back(study.session, head, code)


def test_an_untouched_batch_goes_as_a_whole(study: Study, ledger: Path) -> None:
    _summary, code = take(study, ledger)
    kind = ledger_called("study")
    assert kind.take_back is not None
    with writing(study.session):
        assert kind.take_back(study.session, study.actor("section_head"), code) == 24
    assert not year_of(study)


def test_without_a_sign_of_holding_nothing_counts_as_held(study: Study, tmp_path: Path) -> None:
    rows = (
        ("1", f"{Y}-03-01", "中心组学习", "《宪法》", ""),
        ("2", f"{Y}-03-08", "中心组学习", "《民法典》", "18"),
    )
    path = workbook(
        tmp_path / "bare.xlsx", rows, ("序号", "学习日期", "学习形式", "学习内容", "实到"), f"{Y}年台账"
    )
    summary, _code = take(study, path)
    found = figures(year_of(study))
    assert (found.held, found.planned) == (1, 1)
    assert summary.warnings


def test_the_future_is_not_held_whatever_the_ledger_says(study: Study, tmp_path: Path) -> None:
    rows = (("1", "2099-03-01", "中心组学习", "《宪法》", "已举办"),)
    path = workbook(
        tmp_path / "later.xlsx", rows, ("序号", "学习日期", "学习形式", "学习内容", "完成情况"), "2099年台账"
    )
    take(study, path)
    found = figures(year_sessions(study.session, study.actor("clerk").office_id, 2099))
    assert (found.held, found.planned) == (0, 1)


def test_a_plan_as_offices_publish_it_is_read(study: Study, tmp_path: Path) -> None:
    rows = (
        (1, "《中国共产党章程》", "人事股", "10月"),
        (2, "《行政强制法》", "法规科", "3-4月"),
        (3, "根据新出台法律法规组织一次", "", "11-12月"),
        (4, "没有时间的", "", "待定"),
    )
    path = workbook(
        tmp_path / "plan.xlsx", rows, ("序号", "学习内容", "授课单位", "时间安排"), f"{Y}年会前学法计划"
    )
    summary, _code = take(study, path, "study-plan")
    assert (summary.imported, summary.skipped) == (3, 1)
    found = plan_rows(study.session, study.actor("clerk").office_id, Y)
    assert [each.span.title for each in found] == ["3-4月", "10月", "11-12月"]
    assert found[1].speaker == "人事股"
    assert found[1].laws == "《中国共产党章程》"
