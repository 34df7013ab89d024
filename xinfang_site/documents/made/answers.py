"""Answering with a docx (下载): under its Chinese name, never kept by the browser's cache."""

from io import BytesIO

from flask import send_file
from werkzeug import Response

from xinfang_site.documents.made.downloading import Download
from xinfang_site.printing import DOCX

NOT_KEPT = {"Cache-Control": "no-store"}
"""Of every answer that may hold personal data: no browser keeps it."""


def send(file: Download) -> Response:
    """A docx to be saved under its name."""
    answer = send_file(BytesIO(file.content), mimetype=DOCX, as_attachment=True, download_name=file.name)
    answer.headers.update(NOT_KEPT)
    return answer
