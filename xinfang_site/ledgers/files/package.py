"""Xlsx files before any value is read (xlsx 检查): limits, macros, DTDs, and the marks in the XML."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from xinfang_site.broken_zip import BROKEN_ZIP
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Marks
from xinfang_site.ledgers.files.sheetxml import SheetScan, StruckStyles, struck_strings
from xinfang_site.ledgers.files.strikes import Struck
from xinfang_site.ledgers.options import Limits

DAMAGED: Final = "文件已损坏，请用 Excel 或 WPS 打开后另存为 xlsx 再导入"
_CHUNK: Final = 1 << 20
_DEFINED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_SMALL_PART: Final = 32 * 1024 * 1024


def check_package(path: Path, limits: Limits) -> dict[str, Marks]:
    """Check an xlsx within the limits (检查 xlsx) and return the marks of each sheet by its name.

    Raises:
        LedgerError: too large, damaged, with macros, with a DTD, or not a workbook of this kind.
    """
    try:
        with zipfile.ZipFile(path) as package:
            check_parts(package, path.stat().st_size, limits)
            _check_kind(package)
            return _Package(package, limits).marks()
    except (*BROKEN_ZIP, ParseError, LookupError, OverflowError) as error:
        raise LedgerError(DAMAGED) from error


def check_parts(package: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    """Check number, size and names of a package's parts (检查部件), before any of them is read.

    Raises:
        LedgerError: too many, too large, named twice, or with a password.
    """
    parts = package.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > limits.zip_parts:
        raise LedgerError(f"文件里有{len(parts)}个部件，超过{limits.zip_parts}个，不予导入")
    allowed = limits.unpacked_allowed(packed)
    if sum(part.file_size for part in parts) > allowed:
        raise LedgerError(f"文件解压后超过{allowed // (1024 * 1024)}兆，请拆成几个文件再导入")
    if len(set(names)) != len(names):
        raise LedgerError(DAMAGED)
    if any(part.flag_bits & 1 for part in parts):
        raise LedgerError("文件有打开密码，请取消密码后再导入")


def _check_kind(package: zipfile.ZipFile) -> None:
    names = [name.lower() for name in package.namelist()]
    if any(
        "vbaproject" in name or name.endswith("/vbadata.xml") or "/macrosheets/" in name for name in names
    ):
        raise LedgerError("文件带有宏，不予导入；请另存为不带宏的 xlsx")
    if any(name.endswith("workbook.bin") for name in names):
        raise LedgerError("这是 xlsb 格式，请另存为 xlsx 再导入")
    if any(name.startswith("word/") for name in names):
        raise LedgerError("这是 Word 文件，不是台账；请把表格另存为 xlsx 再导入")
    if "xl/workbook.xml" not in names:
        raise LedgerError("这个压缩包不是 Excel 文件")


class _Package:
    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        self._zip = package
        self._limits = limits
        self._names = {part.filename.lower().lstrip("/"): part.filename for part in package.infolist()}

    def marks(self) -> dict[str, Marks]:
        """Scan every part that may be a sheet, whatever its name; a sheet no one refers to is checked too.

        Raises:
            LedgerError: the file holds macros.
        """
        types = self._small("[content_types].xml") if "[content_types].xml" in self._names else b""
        if b"macroEnabled" in types:
            raise LedgerError("文件带有宏，不予导入；请另存为不带宏的 xlsx")
        titles = self._titles()
        styles = self._styles()
        strings = self._strings()
        found: dict[str, Marks] = {}
        for lowered, name in self._names.items():
            if not lowered.endswith((".xml", ".rels")) or lowered in (
                "xl/sharedstrings.xml",
                "xl/styles.xml",
            ):
                continue
            title = titles.get(lowered, "")
            scan = SheetScan(title or name, self._limits, styles, strings)
            for chunk in self._chunks(name):
                scan.feed(chunk)
            if title:
                found[title] = scan.close()
            else:
                scan.close()
        return found

    def _titles(self) -> dict[str, str]:
        """Lower-case part name -> title of the sheet, by way of the relations."""
        book = self._tree("xl/workbook.xml")
        targets: dict[str, str] = {}
        if "xl/_rels/workbook.xml.rels" in self._names:
            for relation in self._tree("xl/_rels/workbook.xml.rels"):
                target = relation.get("Target", "")
                full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                targets[relation.get("Id", "")] = full.lower()
        titles: dict[str, str] = {}
        sheets = [item for item in book.iter() if _local(item) == "sheet"]
        if len(sheets) > self._limits.sheets:
            raise LedgerError(f"文件里有{len(sheets)}个工作表，超过{self._limits.sheets}个，请拆开再导入")
        for sheet in sheets:
            relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            titles[targets.get(relation_id, "")] = sheet.get("name", "")
        return titles

    def _styles(self) -> StruckStyles:
        if "xl/styles.xml" not in self._names:
            return frozenset()
        data = self._small("xl/styles.xml")
        if b"strike" not in data:
            return frozenset()
        root = fromstring(data, forbid_dtd=True)
        struck_fonts: set[int] = set()
        for fonts in (item for item in root if _local(item) == "fonts"):
            struck_fonts = {place for place, font in enumerate(fonts) if _is_struck(font)}
        for formats in (item for item in root if _local(item) == "cellXfs"):
            return frozenset(
                place for place, xf in enumerate(formats) if int(xf.get("fontId", "0")) in struck_fonts
            )
        return frozenset()

    def _strings(self) -> dict[int, Struck]:
        name = self._names.get("xl/sharedstrings.xml")
        if name is None:
            return {}
        strikes = False
        for chunk in self._chunks(name):
            strikes = strikes or b"strike" in chunk
        return struck_strings(self._zip.read(name)) if strikes else {}

    def _tree(self, lowered: str) -> Element:
        return fromstring(self._small(lowered), forbid_dtd=True)

    def _small(self, lowered: str) -> bytes:
        name = self._names[lowered]
        if self._zip.getinfo(name).file_size > _SMALL_PART:
            raise LedgerError(DAMAGED)
        return b"".join(self._chunks(name))

    def _chunks(self, name: str) -> Iterator[bytes]:
        """The unpacked part, piece by piece; DTDs and encodings that would hide one are refused."""
        tail = b""
        with self._zip.open(name) as part:
            while chunk := part.read(_CHUNK):
                if _DEFINED.search(chunk) or _DEFINED.search(tail + chunk[:64]):
                    raise LedgerError("文件含有外部定义（DTD），不予导入")
                if not tail and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
                    raise LedgerError(DAMAGED)
                tail = chunk[-64:]
                yield chunk


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _is_struck(font: Element) -> bool:
    return any(
        _local(item) in ("strike", "dstrike")
        and item.get("val", "1").lower() not in ("0", "false", "none", "off")
        for item in font
    )
