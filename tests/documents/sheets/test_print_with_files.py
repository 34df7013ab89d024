"""A printout holds its attachments as far as a browser can print them, and says honestly what it cannot (osTicket 4172)."""

import io
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from tests import matters
from tests.browsing import client_of
from tests.page import fetch
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.extensions import db
from xinfang_site.files import store
from xinfang_site.files.models import StoredFile
from xinfang_site.petitions.attachments import pictures
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.attachments.services import Upload

PDF = b"%PDF-1.4\n%%EOF\n"


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    return made.getvalue()


def scan(pages: int, kind: str = "TIFF", mode: str = "1") -> bytes:
    made, page = io.BytesIO(), Image.new(mode, (8, 6), 0)
    further = {"save_all": True, "append_images": [page] * (pages - 1)} if pages > 1 else {}
    page.save(made, kind, **further)
    return made.getvalue()


def with_files() -> int:
    petition_id = matters.registered()
    uploads = [
        Upload("现场照片.png", picture()),
        Upload("来电记录.txt", "电梯停运已三周。<b>请修复</b>".encode("gb18030")),
        Upload("合同.pdf", PDF, kind="agreement"),
        Upload("重复.png", picture() + b" "),
    ]
    attachments.add(db.session(), Cast().actor("clerk"), petition_id, uploads)
    last = max(db.session.scalars(select(Attachment.id).where(Attachment.petition_id == petition_id)))
    attachments.void(db.session(), Cast().actor("clerk"), petition_id, last, "重复上传")
    return petition_id


def test_pictures_and_texts_are_printed_and_the_rest_is_listed_with_its_hash(any_app: Flask) -> None:
    petition_id = with_files()
    client = client_of(any_app, "clerk")
    plain = fetch(client, f"/petitions/{petition_id}/print")
    assert not plain.all("//figure")
    page = fetch(client, f"/petitions/{petition_id}/print?files=1")
    assert [each.get("src") for each in page.all("//figure/img")] == [
        f"/petitions/{petition_id}/files/1?show=1"
    ]
    assert page.texts("//figure/pre") == ["电梯停运已三周。<b>请修复</b>"]
    assert "有 1 个附件" in page.text
    rows = page.texts("//table[caption='附件目录']/tbody/tr")
    assert [("后页" in row, "打印包" in row, "作废" in row) for row in rows] == [
        (True, False, False),
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert sha256(PDF).hexdigest() in rows[2].replace(" ", "")
    with client.get(page.all("//figure/img")[0].get("src")) as shown:
        assert shown.mimetype == "image/png"
    db.session.rollback()
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.print")).all()
    assert [each.changes for each in events] == [{}, {"attachments": [None, 4]}]


def test_the_package_holds_sheet_list_and_files_as_they_were_added(app: Flask) -> None:
    petition_id = with_files()
    with client_of(app, "handler").get(f"/petitions/{petition_id}/print.zip") as answer:
        package = ZipFile(io.BytesIO(answer.data))
    names = package.namelist()
    assert names[0].startswith("00 登记单")
    assert names[1:] == ["00 附件目录.txt", "01 现场照片.png", "02 来电记录.txt", "03 合同.pdf"]
    assert package.read("03 合同.pdf") == PDF
    listed = package.read("00 附件目录.txt").decode("utf-8-sig")
    assert sha256(PDF).hexdigest() in listed
    assert "已作废" in listed


def test_a_file_that_is_gone_or_a_text_in_no_encoding_is_said_and_breaks_nothing(app: Flask) -> None:
    petition_id = with_files()
    kept = db.session.scalars(select(StoredFile).where(StoredFile.media_type == "application/pdf")).one()
    store.path_of(kept.location).unlink()
    client = client_of(app, "clerk")
    assert "文件缺失" in fetch(client, f"/petitions/{petition_id}/print?files=1").text
    with client.get(f"/petitions/{petition_id}/print.zip") as answer:
        assert answer.status_code == 200


def test_without_attachments_the_page_says_so_and_others_see_nothing(app: Flask) -> None:
    petition_id = matters.registered()
    assert "没有附件" in fetch(client_of(app, "clerk"), f"/petitions/{petition_id}/print?files=1").text
    foreign = client_of(app, "other_clerk")
    for path in ("print?files=1", "print.zip"):
        assert foreign.get(f"/petitions/{petition_id}/{path}").status_code == 404


def test_scans_that_no_browser_draws_are_printed_page_by_page(app: Flask) -> None:
    petition_id = matters.registered()
    uploads = [
        Upload("传真.tif", scan(3)),
        Upload("图.gif", scan(1, "GIF", "P")),
        Upload("图.bmp", scan(1, "BMP", "RGB")),
        Upload("灰度.tif", scan(1, mode="I;16")),
        Upload("太厚.tif", scan(pictures.MOST_PAGES + 1)),
        Upload("残缺.tif", scan(1)[:8] + b"\0" * 40),
    ]
    broken = uploads.pop()
    attachments.add(db.session(), Cast().actor("clerk"), petition_id, uploads)
    client = client_of(app, "clerk")
    page = fetch(client, f"/petitions/{petition_id}/print?files=1")
    sources = [each.get("src") for each in page.all("//figure/img")]
    assert len(sources) == 6
    assert "第 3 页，共 3 页" in page.text
    assert "有 1 个附件" in page.text
    for source in sources:
        with client.get(source) as shown:
            assert (shown.status_code, shown.mimetype) == (200, "image/png")
            assert Image.open(io.BytesIO(shown.data)).size == (8, 6)
    previews = fetch(client, f"/petitions/{petition_id}").all("//a[contains(text(), '预览首页')]/@href")
    assert sources[0] in previews
    of_the_fax = sources[0].rpartition("/")[0]
    assert [client.get(f"{of_the_fax}/{number}").status_code for number in (0, 4)] == [404, 404]
    assert client_of(app, "other_clerk").get(sources[0]).status_code == 404
    kept = db.session.scalars(select(StoredFile).where(StoredFile.media_type == "image/tiff")).first()
    store.path_of(kept.location).write_bytes(broken.content)
    assert client.get(sources[0]).status_code == 404
    assert (
        "打印包"
        in fetch(client, f"/petitions/{petition_id}/print?files=1").texts(
            "//table[caption='附件目录']/tbody/tr"
        )[0]
    )


def test_a_scan_seen_through_is_drawn_on_white_paper_and_no_huge_one_is_drawn(tmp_path, monkeypatch) -> None:
    through = tmp_path / "through.tif"
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(through, "TIFF")
    drawn = Image.open(io.BytesIO(pictures.drawn(through, "image/tiff", 0)))
    assert (drawn.mode, drawn.getpixel((0, 0))) == ("RGB", (255, 255, 255))
    monkeypatch.setattr(pictures, "MOST_PIXELS", 15)
    assert pictures.pages_of(through, "image/tiff") == 0


@pytest.mark.filterwarnings("ignore")  # Pillow grumbles about each
def test_a_scan_whose_tags_lie_is_printed_by_its_own_program_and_breaks_no_page(tmp_path: Path) -> None:
    whole = scan(2)
    for place in range(8, len(whole), 6):
        lying = tmp_path / "lying.tif"
        lying.write_bytes(whole[:place] + b"\0" + whole[place + 1 :])
        assert pictures.pages_of(lying, "image/tiff") in range(3)
        with suppress(pictures.NotDrawn):
            pictures.drawn(lying, "image/tiff", 1)
