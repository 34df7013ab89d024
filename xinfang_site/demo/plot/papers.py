"""Made-up attachments (虚构附件): a picture, a PDF and a text, small and readable."""

import io
from random import Random

from PIL import Image, ImageDraw

from xinfang_site.petitions.attachments.services import Upload

_NAMES = ("现场照片", "购房合同复印件", "信访人来信扫描件", "情况说明", "协议书", "收据照片", "签名名单")


def attachments(random: Random, content: str) -> list[Upload]:
    """One to three files for a matter."""
    makers = (_picture, _pdf, _text)
    chosen = random.sample(range(3), random.randint(1, 3))
    return [makers[each](random, content) for each in sorted(chosen)]


def _picture(random: Random, _content: str) -> Upload:
    return Upload(f"{random.choice(_NAMES)}.png", _drawn(random, "PNG"), "信访人提供")


def _pdf(random: Random, _content: str) -> Upload:
    return Upload(f"{random.choice(_NAMES)}.pdf", _drawn(random, "PDF"), "")


def _text(_random: Random, content: str) -> Upload:
    return Upload("信访人陈述.txt", f"演示数据\n\n{content}\n".encode(), "窗口记录")


def _drawn(random: Random, kind: str) -> bytes:
    image = Image.new("RGB", (480, 320), "#f4f1ea")
    pen = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = random.randint(0, 440), random.randint(40, 290)
        shade = random.randint(90, 200)
        pen.rectangle((left, top, left + random.randint(20, 90), top + 20), fill=(shade, shade, shade - 20))
    pen.text((16, 12), f"DEMO {random.randint(1000, 9999)}", fill="#333333")
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()
