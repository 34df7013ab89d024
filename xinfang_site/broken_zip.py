"""Broken zip packages (损坏的压缩包): what the standard library says of one, whatever the way it is packed in."""

import lzma
import struct
import zipfile
import zlib
from typing import Final

BROKEN_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, RuntimeError
)  # fmt: skip
"""A version or a way of packing it does not know is a ``NotImplementedError``, which is a ``RuntimeError``."""
