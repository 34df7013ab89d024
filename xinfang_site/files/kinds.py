"""Kinds of files (文件类型): allowed endings, each checked against the content itself."""

import html
import io
import unicodedata
import zipfile
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from xinfang_site.broken_zip import BROKEN_ZIP

MAX_PIXELS = 60_000_000
TYPES_READ = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "wps": "word/", "et": "xl/", "ofd": "OFD.xml"}
"""What a package of each ending holds."""

_WRITER, _SHEETS, _SLIDES = ("WordDocument",), ("Workbook", "Book"), ("PowerPoint Document",)
_STREAMS = {"doc": _WRITER, "wps": _WRITER, "xls": _SHEETS, "et": _SHEETS, "ppt": _SLIDES}
"""What an old compound file of each ending holds, one of these; its directory names them in UTF-16 (MS-CFB 2.6.1)."""


class FileRefused(Exception):
    """The file is not taken (文件不予接收); the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file (文件类型): its media type, how its content begins, whether a browser may show it."""

    media_type: str
    magic: tuple[bytes, ...] = ()
    inline: bool = False


KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", (b"%PDF-",), inline=True),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",), inline=True),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",), inline=True),
    "jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",), inline=True),
    "gif": Kind("image/gif", (b"GIF87a", b"GIF89a")),
    "bmp": Kind("image/bmp", (b"BM",)),
    "tif": Kind("image/tiff", (b"II*\x00", b"MM\x00*")),
    "tiff": Kind("image/tiff", (b"II*\x00", b"MM\x00*")),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (_ZIP,)),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (_ZIP,)),
    "pptx": Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", (_ZIP,)),
    "doc": Kind("application/msword", (_OLE,)),
    "xls": Kind("application/vnd.ms-excel", (_OLE,)),
    "ppt": Kind("application/vnd.ms-powerpoint", (_OLE,)),
    "wps": Kind("application/vnd.ms-works", (_OLE, _ZIP)),
    "et": Kind("application/vnd.ms-excel", (_OLE, _ZIP)),
    "ofd": Kind("application/ofd", (_ZIP,)),
    "txt": Kind("text/plain"),
    "mp3": Kind("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": Kind("audio/wav", (b"RIFF",)),
    "mp4": Kind("video/mp4"),
}
INLINE_TYPES = frozenset(kind.media_type for kind in KINDS.values() if kind.inline)


def check(name: str, content: bytes) -> Kind:
    """The kind of a file, once its ending and its content agree.

    Raises:
        FileRefused: an ending not allowed, other content, empty, macros, too many pixels.
    """
    if not content:
        raise FileRefused("文件是空的")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(ending)
    if kind is None:
        raise FileRefused(f"不接收这种类型的文件，可上传：{'、'.join(sorted(KINDS))}")
    if kind.magic and not content.startswith(kind.magic):
        raise FileRefused(f"文件内容不是 {ending} 格式，请核对")
    if ending == "mp4" and content[4:8] != b"ftyp":
        raise FileRefused("文件内容不是 mp4 格式，请核对")
    if ending == "txt":
        _check_text(content)
    if content.startswith(_ZIP):
        _check_package(ending, content)
    if content.startswith(_OLE):
        _check_compound(ending, content)
    if kind.media_type.startswith("image/"):
        _check_image(content)
    return kind


def _check_text(content: bytes) -> None:
    if b"\x00" in content:
        raise FileRefused("文件内容不是文本")


def _check_compound(ending: str, content: bytes) -> None:
    if b"V\x00B\x00A\x00" in content or b"_VBA_PROJECT" in content:
        raise FileRefused("文件含有宏，请另存为不含宏的文件")
    if not any(f"{each}\0".encode("utf-16-le") in content for each in _STREAMS.get(ending, ())):
        raise FileRefused(f"文件内容不是 {ending} 格式，请核对")


def _check_package(ending: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            unpacked = sum(each.file_size for each in package.infolist())
            told = _told_types(package, names)
    except BROKEN_ZIP as error:
        raise FileRefused("文件已损坏，无法打开") from error
    if any(each.lower().endswith("vbaproject.bin") for each in names) or "macro" in told or "vba" in told:
        raise FileRefused("文件含有宏，请另存为不含宏的文件")
    if len(names) > 5000 or unpacked > 100 * max(len(content), 1_000_000):
        raise FileRefused("文件展开后过大，不予接收")
    part = _PARTS.get(ending)
    if part and not any(each.startswith(part) for each in names):
        raise FileRefused(f"文件内容不是 {ending} 格式，请核对")


def _told_types(package: zipfile.ZipFile, names: list[str]) -> str:
    """The package's list of content types as one lower-case text; macros show in it whatever their part is called."""
    wanted = next((each for each in names if each.lower() == "[content_types].xml"), None)
    if wanted is None:
        return ""
    with package.open(wanted) as part:
        told = part.read(TYPES_READ).replace(b"\0", b"")  # in UTF-16 as well
    return html.unescape(told.decode("latin-1")).lower()


def _check_image(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except Image.DecompressionBombError as error:
        raise FileRefused("图片像素过多") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FileRefused("图片已损坏，无法打开") from error
    if width * height > MAX_PIXELS:
        raise FileRefused("图片像素过多")


def clean_name(name: str) -> str:
    """A client's file name as plain text: no path, control or direction marks, at most 120 characters."""
    base = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(each for each in base if unicodedata.category(each)[0] != "C").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if dot else kept[:120] or "未命名"
