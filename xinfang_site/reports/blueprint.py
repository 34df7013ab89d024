"""The blueprint of the statistics (统计), and how its files are handed out."""

from flask import Blueprint, Response, make_response

from xinfang_site.clock import today

blueprint = Blueprint("reports", __name__, url_prefix="/reports")


def as_file(content: bytes, kind: str, name: str, ending: str) -> Response:
    """A file to take along (下载文件), named with today's day."""
    answer = make_response(content)
    answer.content_type = kind
    answer.headers["Content-Disposition"] = f"attachment; filename={name}-{today():%Y%m%d}.{ending}"
    return answer
