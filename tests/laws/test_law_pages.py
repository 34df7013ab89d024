"""Pages of the law library: read by everybody, kept by the system administrator."""

import io

import pytest
import time_machine
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from tests.browsing import client_of, filled
from tests.matters import forwarded, registered
from tests.page import Page, fetch, read
from xinfang_site.accounts.permissions import GRANTED
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import REGULATIONS_2005, REGULATIONS_2022, chinese_number
from xinfang_site.extensions import db
from xinfang_site.laws.queries import law_called

NEW, OLD = f"/laws/{REGULATIONS_2022.code}", f"/laws/{REGULATIONS_2005.code}"
TEXT = "试行办法\n第一条 甲。\n第二条 乙：\n（一）丙；\n（二）丁。"
FIELDS = {
    "title": "《试行办法》", "code": "ceshi2024", "issuer": "某市信访局", "kind": "document",
    "valid_from": "2024-01-01", "published_on": "2023-12-01", "note": "", "text": TEXT,
}  # fmt: skip


def send(client: FlaskClient, address: str, status: int, act: str = "preview", **changes: object) -> Page:
    page = fetch(client, address)
    data = {**filled(page), "act": act, **changes}
    return read(client.post(address, data=data), status)


def imported(client: FlaskClient) -> None:
    send(client, "/laws/import", 302, "import", **FIELDS)


@pytest.mark.parametrize("username", ["clerk", "unit_handler", "lawyer", "root_system", "root_audit"])
def test_everybody_reads_the_library_from_the_navigation(app: Flask, username: str) -> None:
    client = client_of(app, username)
    home = fetch(client, "/")
    assert "/laws/" in home.all("//nav//a/@href")
    page = fetch(client, "/laws/")
    assert page.texts("//tbody//th") == ["《信访工作条例》", "《信访条例》"]
    assert page.texts("//tbody//span[contains(@class, 'tag')]") == ["现行", "已废止"]
    for address in (NEW, f"{NEW}/now", f"{NEW}/2022-05-01", f"{NEW}/now/31", f"{OLD}/now/51"):
        client.get(address, follow_redirects=True)
    fetch(client, f"{NEW}/now/31")
    assert bool(page.all("//a[@href='/laws/import']")) == (username == "root_system")


def test_only_the_system_administrator_keeps_the_library(app: Flask) -> None:
    assert {role for role, permissions in GRANTED.items() if "law.manage" in permissions} == {
        Role.SYSTEM_ADMIN
    }
    client = client_of(app, "leader")
    for address in ("/laws/import", f"{NEW}/import", f"{NEW}/now/end"):
        fetch(client, address, 403)
    assert app.test_client().get("/laws/").location.startswith("/login")


def test_a_law_has_contents_and_every_article(app: Flask) -> None:
    page = fetch(client_of(app), f"{NEW}/now")
    assert len(page.all("//article[@class='law-article']")) == 50
    for address in page.all("//nav[@aria-labelledby='contents-title']//a/@href"):
        assert page.all(f"//*[@id='{address[1:]}']"), address
    assert len(page.all("//h2[@class='law-heading']")) == 6
    assert "2005年5月1日 施行" in fetch(client_of(app), f"{OLD}/now").text


def test_short_and_dated_addresses_lead_to_the_version(app: Flask) -> None:
    client = client_of(app)
    for address, there in (
        (f"{NEW}/", f"{NEW}/now"),
        (f"{NEW}/2023-01-01", f"{NEW}/2022-05-01"),
        (f"{OLD}/2013-01-01/33", f"{OLD}/2005-05-01/33"),
    ):
        assert client.get(address).location == there
    for address in (
        "/laws/nothing/", "/laws/nothing/now", f"{NEW}/1999-01-01", f"{NEW}/now/51", f"{NEW}/now/x",
        f"{NEW}/now/031", f"{OLD}/2022-05-01/1", f"{NEW}/now/99999999999999999999",
    ):  # fmt: skip
        fetch(client, address, 302 if address.endswith("nothing/") else 404)


def test_an_article_shows_its_paragraphs_neighbours_and_who_cites_it(app: Flask) -> None:
    client = client_of(app, "clerk")
    number = registered()
    page = fetch(client, f"{NEW}/now/22")
    assert page.texts("//h1") == ["《信访工作条例》第二十二条"]
    assert page.texts("//*[@id='p1-i3']")[0].startswith("（三）对转送信访事项")
    assert page.texts("//a[@rel='prev']") == ["上一条：第二十一条"]
    assert page.texts("//a[@rel='next']") == ["下一条：第二十三条"]
    assert "http://localhost" + f"{NEW}/2022-05-01/22" in page.text
    cited = page.texts("//section[@id='uses']//tbody//th")
    assert {"交办", "登记"} <= set(cited)
    for address in page.all("//section[@id='uses']//a/@href"):
        assert page.all(f"//*[@id='{address[1:]}']"), address
    assert "共 1 件" in page.texts("//section[@id='matters']")[0]
    assert page.all(f"//a[@href='/petitions/{number}']")
    assert not fetch(client, f"{NEW}/now/1").all("//a[@rel='prev']")
    assert not fetch(client, f"{NEW}/now/50").all("//a[@rel='next']")
    assert "没有引用本条" in fetch(client, f"{NEW}/now/50").text


def test_matters_are_shown_only_to_who_may_see_them(app: Flask) -> None:
    registered()
    assert not fetch(client_of(app, "lawyer"), f"{NEW}/now/22").all("//section[@id='matters']")
    foreign = fetch(client_of(app, "other_clerk"), f"{NEW}/now/22")
    assert "共 0 件" in foreign.texts("//section[@id='matters']")[0]


def test_a_repealed_article_is_marked_and_names_what_took_its_place(app: Flask) -> None:
    page = fetch(client_of(app), f"{OLD}/now/33")
    assert page.texts("//h1/../..//span[contains(@class, 'tag')]") == ["已废止"]
    assert "《信访工作条例》" in page.texts("//div[contains(@class, 'notice')]//a")
    assert not fetch(client_of(app), f"{NEW}/now/33").all("//div[contains(@class, 'notice-warning')]")


def test_the_library_is_searched(app: Flask) -> None:
    client = client_of(app)
    page = fetch(client, "/laws/?q=听证所需时间")
    assert page.texts("//mark") == ["听证所需时间"] * 2
    assert page.all("//ol[@class='law-hits']//a/@href")[0] == f"{NEW}/2022-05-01/36"
    assert "名称中含" in fetch(client, "/laws/?q=信访条例").text
    assert "没有符合条件" in fetch(client, "/laws/?q=没有这个词").text
    assert "最多 80 字" in fetch(client, f"/laws/?q={'长' * 81}").text
    assert fetch(client, "/laws/?q=%3Cb%3E&old=y").texts("//main")


def test_a_search_that_leaves_some_off_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xinfang_site.laws.queries.MOST_HITS", 3)
    assert "只列出前 3 条" in fetch(client_of(app), "/laws/?q=信访").text


def test_a_text_is_previewed_then_imported(app: Flask) -> None:
    client = client_of(app)
    preview = send(client, "/laws/import", 200, **FIELDS)
    assert "读出 2 条" in preview.text
    assert "没有发现问题" in preview.text
    assert preview.all("//button[@value='import']")
    assert client.get("/laws/ceshi2024/now").status_code == 404
    answer = client.post("/laws/import", data={**filled(preview), "act": "import", "kind": "document"})
    assert answer.location == "/laws/ceshi2024/2024-01-01"
    page = fetch(client, answer.location)
    assert page.texts("//h1") == ["《试行办法》"]
    assert "2023-12-01" in page.text
    assert fetch(client, "/laws/ceshi2024/now/2").texts("//*[@id='p1-i2']") == ["（二）丁。"]
    assert "导入法规" in fetch(client_of(app, "root_audit"), "/audit/").text


def test_problems_are_shown_by_line_and_nothing_is_imported(app: Flask) -> None:
    client = client_of(app)
    bad = {**FIELDS, "text": "第一条 甲没完\n第三条 丙。"}
    preview = send(client, "/laws/import", 200, **bad)
    assert preview.texts("//table[caption='逐行问题']/tbody/tr") == [
        "1 提示 这一行没有标点收尾，可能是断行 甲没完",
        "2 错误 第一条之后是第三条，中间缺少条文 第三条",
    ]
    assert not preview.all("//button[@value='import']")
    refused = send(client, "/laws/import", 400, "import", **bad)
    assert "没有导入。第 2 行" in refused.alerts()
    assert refused.texts("//textarea[@name='text']")[0].startswith("第一条")
    assert client.get("/laws/ceshi2024/now").status_code == 404
    many = "\n".join("第一条 甲。" for _ in range(250))
    assert "只列出前 200 处" in send(client, "/laws/import", 200, **{**FIELDS, "text": many}).text
    hints = send(client, "/laws/import", 200, **{**FIELDS, "text": "第一条 没完"})
    assert "没有必须改正的问题" in hints.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_the_usual_encodings_and_shown_before_it_is_taken(
    app: Flask, encoding: str
) -> None:
    client = client_of(app)
    file = (io.BytesIO(TEXT.encode(encoding)), "办法.txt")
    page = send(client, "/laws/import", 200, "import", **{**FIELDS, "text": "", "file": file})
    assert page.texts("//textarea[@name='text']")[0].startswith("试行办法 第一条")
    assert "读出 2 条" in page.text


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\xff\xff\xff", b"\xff\xfea"])
def test_what_is_no_text_is_refused(app: Flask, content: bytes) -> None:
    data = {**FIELDS, "text": "", "file": (io.BytesIO(content), "办法.docx")}
    assert "这不是文本文件" in send(client_of(app), "/laws/import", 400, **data).alerts()


def test_what_is_missing_or_wrong_is_said_at_its_field(app: Flask) -> None:
    client = client_of(app)
    empty = send(client, "/laws/import", 400)
    for words in ("请填写名称", "请填写代码", "请填写施行日期"):
        assert words in empty.alerts()
    assert "请粘贴正文" in send(client, "/laws/import", 400, **{**FIELDS, "text": ""}).alerts()
    late = send(client, "/laws/import", 400, **{**FIELDS, "published_on": "2024-02-01"})
    assert "公布日期不能晚于施行日期" in late.alerts()
    assert "小写字母" in send(client, "/laws/import", 400, **{**FIELDS, "code": "X-1"}).alerts()
    taken = send(client, "/laws/import", 400, "import", **{**FIELDS, "code": REGULATIONS_2022.code})
    assert "已由《信访工作条例》使用" in taken.alerts()


def test_a_file_that_is_too_long_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xinfang_site.laws.forms.LONGEST_TEXT", 10)
    data = {**FIELDS, "text": "", "file": (io.BytesIO(TEXT.encode()), "办法.txt")}
    assert "文件过长" in send(client_of(app), "/laws/import", 400, **data).alerts()


def test_a_law_that_replaces_another_is_named_there(app: Flask) -> None:
    client = client_of(app)
    replaced = str(law_called(db.session(), REGULATIONS_2022.code).id)
    assert len(fetch(client, "/laws/import").all("//select[@name='replaces']/option")) == 2
    with time_machine.travel("2026-11-24T09:00:00+08:00"):
        client = client_of(app)
        send(
            client,
            "/laws/import",
            302,
            "import",
            **{**FIELDS, "valid_from": "2027-01-01", "replaces": replaced},
        )
        page = fetch(client, f"{NEW}/now")
        assert "2026-12-31" in page.text
        assert "《试行办法》" in page.text
        ahead = fetch(client, "/laws/ceshi2024/now")
        assert "还没有施行" in ahead.text
        assert fetch(client, "/laws/").texts("//tbody//span[contains(@class, 'tag')]").count("尚未生效") == 1


def test_a_new_version_shows_what_changes_and_who_cites_it(app: Flask) -> None:
    client = client_of(app)
    imported(client)
    address = "/laws/ceshi2024/import"
    version = {"valid_from": "2025-03-01", "text": "第一条 甲。\n第二条 改。\n第三条 新。"}
    preview = send(client, address, 200, **version)
    assert "被本站的期限规则" not in preview.text
    assert preview.texts("//table[caption='与现有版本相比变动的条文']/tbody/tr") == [
        "第二条 修改 0",
        "第三条 新增 0",
    ]
    send(client, address, 302, "import", **version)
    page = fetch(client, "/laws/ceshi2024/now")
    assert page.texts("//table[caption='各版本']//th[@scope='row']") == ["2025-03-01（本页）", "2024-01-01"]
    assert "第二条（修改）" in page.text
    old = fetch(client, "/laws/ceshi2024/2024-01-01/2")
    assert "已修改" in old.texts("//main//div[contains(@class, 'notice-warning')]")[0]
    assert "2025-03-01 起施行的第二条" in old.text
    same = fetch(client, "/laws/ceshi2024/2024-01-01/1")
    assert "旧版本，本条未改" in same.text
    assert "（文字相同）" in same.text
    refused = send(client, address, 400, "import", **version)
    assert "应当晚于" in refused.alerts()
    again = {"valid_from": "2026-01-01", "text": version["text"]}
    send(client, address, 302, "import", **again)
    assert "条文没有变动" in fetch(client, "/laws/ceshi2024/now").text


def test_an_amendment_of_the_statute_counts_the_places_that_cite_it(app: Flask) -> None:
    text = "第一条 甲。"
    page = send(client_of(app), f"{NEW}/import", 200, valid_from="2030-01-01", text=text)
    rows = page.texts("//table[caption='与现有版本相比变动的条文']/tbody/tr")
    assert len(rows) == 50
    assert rows[0] == "第一条 修改 0"
    assert "第二十二条（删除，18 处）" in page.texts("//main//div[contains(@class, 'notice-warning')]")[0]
    assert int(next(each for each in rows if each.startswith("第二十二条")).split()[-1]) > 5


def test_a_version_is_ended_on_a_page_that_asks(app: Flask) -> None:
    client = client_of(app)
    imported(client)
    address = "/laws/ceshi2024/now/end"
    form = fetch(client, address)
    assert "请填写依据和理由" in read(client.post(address, data=filled(form)), 400).alerts()
    early = filled(form, last_day="2020-01-01", reason="废止")
    assert "不能早于施行日期" in read(client.post(address, data=early), 400).alerts()
    data = filled(form, last_day="2025-12-31", reason="废止")
    assert client.post(address, data=data).location == "/laws/ceshi2024/2024-01-01"
    read(client.post(address, data=filled(form, last_day="2025-11-30", reason="废止")), 409)
    assert "已废止" in fetch(client, "/laws/ceshi2024/now").text


def test_a_citation_on_a_page_is_a_link_with_its_mark(app: Flask) -> None:
    source = (
        "{% import '_law.html' as law %}"
        "{{ law.cite('<b>《信访条例》第三十三条和《信访工作条例》第三十四条') }}"
    )
    with app.test_request_context("/"):
        assert render_template_string(source) == (
            f'&lt;b&gt;<a href="{OLD}/2005-05-01/33">《信访条例》第三十三条</a>'
            '<span class="law-mark">（已废止）</span>和'
            f'<a href="{NEW}/2022-05-01/34">《信访工作条例》第三十四条</a>'
        )


def test_the_case_page_links_what_it_cites(app: Flask) -> None:
    """By the day of the act: the address leads on to the version in force then."""
    client = client_of(app, "clerk")
    page = fetch(client, f"/petitions/{forwarded()}")
    clock = page.all(f"//table[caption='期限']//a[starts-with(@href, '{NEW}/')]/@href")
    step = page.all(f"//ol[@class='timeline']//a[starts-with(@href, '{NEW}/')]/@href")
    assert any(each.endswith("/23#p3") for each in clock)
    assert any(each.endswith("/22#p1") for each in step)
    assert client.get(step[0].partition("#")[0]).location.startswith(f"{NEW}/2022-05-01/")


def test_a_quotation_that_the_shown_version_no_longer_holds_is_marked(app: Flask) -> None:
    client = client_of(app)
    words = "与本版本的文字不一致"
    assert words not in fetch(client, f"{NEW}/now/34").text
    text = "\n".join(f"第{chinese_number(each)}条 改。" for each in range(1, 51))
    send(client, f"{NEW}/import", 302, "import", valid_from="2026-01-01", text=text)
    assert words in fetch(client, f"{NEW}/2026-01-01/34").text
