"""Opening a ledger (打开台账): what a file really is decides, never its extension."""

import re
from pathlib import Path
from typing import Final

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.biff import check_xls
from xinfang_site.ledgers.files.compound import MAGIC
from xinfang_site.ledgers.files.delimited import check_text, text_sheet
from xinfang_site.ledgers.files.encodings import decode
from xinfang_site.ledgers.files.htmltable import html_sheets
from xinfang_site.ledgers.files.opendocument import flat_sheets, is_flat, is_opendocument, opendocument_sheets
from xinfang_site.ledgers.files.package import check_package
from xinfang_site.ledgers.files.sheets import Marks, Source
from xinfang_site.ledgers.files.spreadsheetml import spreadsheetml_sheets
from xinfang_site.ledgers.options import MEGABYTE, Options

_HTML: Final = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<table|<meta|<head|<body|<style|<div)", re.I | re.S
)
_FOREIGN: Final = (
    (b"%PDF", "这是 PDF 文件，不是台账"),
    (b"\x89PNG", "这是图片，不是台账"),
    (b"\xff\xd8\xff", "这是图片，不是台账"),
    (b"GIF8", "这是图片，不是台账"),
    (b"Rar!", "这是压缩包，请解压后再导入"),
    (b"7z\xbc\xaf", "这是压缩包，请解压后再导入"),
    (b"\x1f\x8b", "这是压缩包，请解压后再导入"),
    (b"{\\rtf", "这是 Word 文件，不是台账；请把表格另存为 xlsx 再导入"),
)

WITH_MACROS = (".xlsm", ".xltm", ".xlam", ".docm", ".dotm", ".pptm", ".potm", ".ppsm", ".ppam")


def open_source(path: Path, options: Options) -> Source:
    """Open a ledger (打开台账) of any format in use, within the limits.

    Args:
        path: a file on disk; its extension is not looked at but to refuse those of files with macros.
        options: limits and the name the clerk knows the file by.

    Raises:
        LedgerError: for every file that cannot be read, whatever its bytes.
    """
    name = options.file_name or path.name
    stem = re.sub(r"\.\w{1,5}$", "", name)
    try:
        size = path.stat().st_size
        if size > options.limits.file_bytes:
            raise LedgerError(f"文件超过{options.limits.file_bytes // MEGABYTE}兆，请拆开再导入")
        if size == 0:
            raise LedgerError("文件是空的")
        if name.lower().endswith(WITH_MACROS):
            raise LedgerError("不接受带宏的格式（xlsm、docm 等），请另存为 xlsx 再导入")
        with path.open("rb") as file:
            head = file.read(8)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            if is_opendocument(path):
                return Source(name, opendocument_sheets(path, options.limits))
            return _workbook(name, path, "xlsx", check_package(path, options.limits))
        if head == MAGIC:
            return _workbook(name, path, "xls", check_xls(path, options.limits))
        for magic, message in _FOREIGN:
            if head.startswith(magic):
                raise LedgerError(message)
        data = path.read_bytes()
    except OSError as error:
        raise LedgerError("文件打不开") from error
    return _open_text(data, name, stem, options)


def _open_text(data: bytes, name: str, stem: str, options: Options) -> Source:
    found = decode(data, options.encoding)
    check_text(found.text)
    text, encoding, notes = found.text, found.encoding, (found.note,) if found.note else ()
    start = text[:4096]
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<?xml" in start:
        return Source(name, spreadsheetml_sheets(text, options.limits))
    if is_flat(start):
        return Source(name, flat_sheets(text, options.limits))
    if start.lstrip().lower().startswith("mime-version:"):
        raise LedgerError("这是单个网页文件（mht），请用 Excel 或 WPS 打开后另存为 xlsx 再导入")
    if _HTML.match(start) or (start.lstrip().startswith("<?xml") and "<html" in start.lower()):
        return Source(name, html_sheets(text, stem, options.limits), notes, encoding)
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise LedgerError("文件是空的")
    return Source(name, (text_sheet(text.lstrip("\ufeff"), stem, options.limits),), notes, encoding)


def _workbook(name: str, path: Path, ending: str, marks: dict[str, Marks]) -> Source:
    from xinfang_site.ledgers.files.workbook import workbook_sheets  # the reader's library, for a ledger only

    return Source(name, workbook_sheets(path, ending, marks))
