"""Files of modules: checked by content, kept once, sent as downloads unless safe."""

import io

import pytest
from flask import Flask

from tests.people import Cast
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.plugin_api import files

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def sent(app: Flask, content: bytes, name: str) -> list[files.Uploaded]:
    with app.test_request_context("/", method="POST", data={"file": (io.BytesIO(content), name)}):
        return files.uploaded("file")


def test_a_file_is_kept_by_its_content_and_sent_as_a_download(app: Flask, people: Cast) -> None:
    (file,) = sent(app, PDF, "../材料.pdf")
    assert file.name == "材料.pdf"
    with writing(db.session()):
        digest = files.keep(db.session(), file)
    with app.test_request_context("/"):
        answer = files.answer(db.session(), digest, file.name)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        answer.close()
    with app.test_request_context("/?show=1"):
        answer = files.answer(db.session(), digest, file.name)
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        answer.close()


def test_what_is_not_taken_is_named(app: Flask) -> None:
    with pytest.raises(files.FileRefused, match=r"网页\.html"):
        sent(app, b"<script>", "网页.html")


def test_nothing_chosen_is_no_file(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"file": (io.BytesIO(b""), "")}):
        assert files.uploaded("file") == []


def test_an_unknown_file_is_missing(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(Missing):
        files.answer(db.session(), "0" * 64, "x.pdf")
