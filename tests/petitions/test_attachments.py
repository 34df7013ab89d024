"""Attachments: checked by content, kept by hash, void but never deleted."""

import stat
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED

import pytest
from flask import Flask, current_app
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from tests import matters
from tests.people import Cast
from tests.petitions.papers import PDF, damaged, package, picture
from xinfang_site.audit.models import AuditEvent
from xinfang_site.extensions import db
from xinfang_site.files import kinds, store
from xinfang_site.files.models import StoredFile
from xinfang_site.missing import Missing
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.attachments.services import Upload


def compound(*streams: str) -> bytes:
    """The head of an old compound file, whose directory names its streams."""
    names = b"".join(each.encode("utf-16-le").ljust(64, b"\0") for each in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("诉状.pdf", PDF),
        ("照片.PNG", picture()),
        ("照片.jpg", picture("JPEG")),
        ("材料.docx", package("word/document.xml")),
        ("说明.txt", "说明".encode()),
        ("录像.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("函.doc", compound("1Table", "WordDocument")),
        ("函.wps", compound("WordDocument")),
        ("函.wps", package("word/document.xml")),
        ("表.xls", compound("Workbook")),
        ("表.et", compound("Workbook")),
        ("表.et", package("xl/workbook.xml")),
        ("旧表.xls", compound("Book")),
        ("演示.ppt", compound("PowerPoint Document")),
        ("公文.ofd", package("OFD.xml")),
    ],
)
def test_an_allowed_file_is_taken(name: str, content: bytes) -> None:
    assert kinds.check(name, content).media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.pdf", b""),
        ("程序.exe", b"MZ"),
        ("网页.html", b"<script>"),
        ("图.svg", b"<svg/>"),
        ("无后缀", PDF),
        ("假.pdf", b"MZ\x90"),
        ("假.png", b"\x89PNG\r\n\x1a\nxxxx"),
        ("假.mp4", b"not a film"),
        ("假.txt", b"a\x00b"),
        ("坏.docx", b"PK\x03\x04garbage"),
        ("假.docx", package("xl/workbook.xml")),
        ("宏.docx", package("word/document.xml", "word/vbaProject.bin")),
        ("改名的宏.docx", package("word/document.xml", **{"[Content_Types].xml": "x.macroEnabled.main+xml"})),
        *(
            ("编码的宏.docx", package("word/document.xml", **{"[Content_Types].xml": told}))
            for told in ("x.macroEnabled".encode("utf-16"), "x.macr&#111;Enabled", "x.macr&#x6F;Enabled")
        ),
        *(
            (f"损坏{method}.docx", damaged(method))
            for method in (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)
        ),
        ("宏.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "VBA".encode("utf-16-le")),
        *((f"任意压缩包.{each}", package("a.txt")) for each in ("wps", "et", "ofd")),
        *((f"安装包.{each}", compound("SummaryInformation")) for each in ("doc", "xls", "ppt", "wps", "et")),
        ("表.wps", compound("Workbook")),
        ("文.et", package("word/document.xml")),
        ("假.txt", compound()[:8]),
        ("多.docx", package(*(f"word/{turn}" for turn in range(5001)))),
    ],
)
def test_a_file_whose_kind_is_not_allowed_or_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(kinds.FileRefused):
        kinds.check(name, content)


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MAX_PIXELS", 15)
    with pytest.raises(kinds.FileRefused):
        kinds.check("大.png", picture())


def test_a_picture_that_would_unpack_to_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 2)
    with pytest.raises(kinds.FileRefused):
        kinds.check("炸弹.png", picture())


@given(st.text(max_size=300))
def test_a_cleaned_name_is_short_printable_and_no_path(name: str) -> None:
    cleaned = kinds.clean_name(name)
    assert cleaned
    assert len(cleaned) <= 120
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert all(each.isprintable() or each.isspace() for each in cleaned)


def test_the_name_keeps_its_ending() -> None:
    assert kinds.clean_name("../../etc/" + "长" * 300 + ".pdf").endswith("长.pdf")


def test_the_same_content_is_stored_once_and_readable_by_its_owner_only(session, app: Flask) -> None:
    petition_id = matters.registered()
    clerk = Cast().actor("clerk")
    assert (
        attachments.add(session, clerk, petition_id, [Upload("甲.pdf", PDF), Upload("乙.pdf", PDF, "副本")])
        == 2
    )
    (kept,) = session.scalars(select(StoredFile)).all()
    path = store.path_of(kept.location)
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "甲" not in kept.location
    path.unlink()
    attachments.add(session, clerk, petition_id, [Upload("丙.pdf", PDF)])
    assert path.read_bytes() == PDF


def test_a_file_opens_only_for_those_who_see_the_matter(session, app: Flask) -> None:
    petition_id = matters.registered()
    other_id = matters.registered()
    clerk = Cast().actor("clerk")
    attachments.add(session, clerk, petition_id, [Upload("甲.png", picture())])
    (file_id,) = session.scalars(select(Attachment.id)).all()
    opened = attachments.open_file(session, clerk, petition_id, file_id)
    assert (opened.name, opened.media_type, opened.inline) == ("甲.png", "image/png", True)
    for username, matter in (
        ("other_clerk", petition_id),
        ("school_handler", petition_id),
        ("clerk", other_id),
    ):
        with pytest.raises(Missing):
            attachments.open_file(session, Cast().actor(username), matter, file_id)
    with pytest.raises(Missing):
        attachments.open_file(session, clerk, petition_id, 999)


def test_one_refused_file_refuses_the_whole_upload(session, app: Flask) -> None:
    petition_id = matters.registered()
    with pytest.raises(kinds.FileRefused, match="坏"):
        attachments.add(
            session, Cast().actor("clerk"), petition_id, [Upload("好.pdf", PDF), Upload("坏.exe", b"MZ")]
        )
    assert session.scalars(select(Attachment)).all() == []
    with pytest.raises(kinds.FileRefused):
        attachments.add(session, Cast().actor("clerk"), petition_id, [])


def test_a_form_sent_twice_adds_its_files_once_and_a_void_one_may_come_again(any_app: Flask) -> None:
    """Found from outside: two clicks on the button made two attachments."""
    session, petition_id, clerk = db.session(), matters.registered(), Cast().actor("clerk")
    wanted = [Upload("甲.pdf", PDF)]
    assert [attachments.add(session, clerk, petition_id, wanted) for _ in range(2)] == [1, 0]
    assert attachments.add(session, clerk, petition_id, [Upload("乙.pdf", PDF), *wanted]) == 1
    (first, _) = session.scalars(select(Attachment.id).order_by(Attachment.id)).all()
    attachments.void(session, clerk, petition_id, first, "传错了")
    assert attachments.add(session, clerk, petition_id, wanted) == 1


def test_a_file_added_again_with_another_note_takes_that_note_and_makes_no_second_file(
    any_app: Flask,
) -> None:
    """The words typed beside it were dropped in silence."""
    session, petition_id, clerk = db.session(), matters.registered(), Cast().actor("clerk")
    assert attachments.add(session, clerk, petition_id, [Upload("甲.pdf", PDF, "副本")]) == 1
    for note, kept in (("", "副本"), ("原件", "原件"), ("原件", "原件")):
        assert attachments.add(session, clerk, petition_id, [Upload("甲.pdf", PDF, note)]) == 0
        session.rollback()
        (row,) = session.scalars(select(Attachment)).all()
        assert row.note == kept
    noted = session.scalars(select(AuditEvent).where(AuditEvent.action == "attachment.note")).all()
    assert [each.changes["note"] for each in noted] == [["副本", "原件"]]


def test_a_void_file_stays_in_the_record_with_its_reason(session, app: Flask) -> None:
    petition_id = matters.registered()
    clerk = Cast().actor("clerk")
    attachments.add(session, clerk, petition_id, [Upload("甲.pdf", PDF)])
    (file_id,) = session.scalars(select(Attachment.id)).all()
    attachments.void(session, clerk, petition_id, file_id, "传错了")
    kept = session.scalars(select(Attachment)).one()
    assert kept.void_reason == "传错了"
    assert kept.voided_at is not None


def test_too_many_or_too_large_files_are_refused(instance_folder: Path, session, app: Flask) -> None:
    from xinfang_site.settings import Settings

    current_app.extensions["xinfang_settings"] = Settings(
        attachments_per_petition=1, attachment_max_mb=0, password_time_cost=1, password_memory_kib=64
    )
    petition_id = matters.registered()
    clerk = Cast().actor("clerk")
    with pytest.raises(kinds.FileRefused, match="超过"):
        attachments.add(session, clerk, petition_id, [Upload("甲.pdf", PDF)])
    current_app.extensions["xinfang_settings"] = Settings(attachments_per_petition=1)
    with pytest.raises(kinds.FileRefused, match="最多"):
        attachments.add(session, clerk, petition_id, [Upload("甲.pdf", PDF), Upload("乙.pdf", PDF)])


def test_a_failing_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.write(tmp_path / "ab" / "abc", b"x")
    assert list((tmp_path / "ab").iterdir()) == []
