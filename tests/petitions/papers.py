"""Small files of the kinds that a matter may hold, and packages that only look like one."""

import io
import zipfile

from PIL import Image

PDF = b"%PDF-1.4\n%%EOF\n"


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, kind)
    return buffer.getvalue()


def package(*names: str, **told: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in {**dict.fromkeys(names, "x"), **told}.items():
            made.writestr(name, content)
    return buffer.getvalue()


def damaged(method: int) -> bytes:
    """A package whose word about its parts is packed in some way and cannot be unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        made.writestr("[Content_Types].xml", "x" * 500)
    content = bytearray(buffer.getvalue())
    first = 30 + len("[Content_Types].xml")  # a part's header has thirty bytes and its name
    content[first : first + 12] = bytes(255 - each for each in content[first : first + 12])
    return bytes(content)
