"""Fields that several forms of the briefing share (共用字段)."""

from datetime import datetime
from typing import Any

from wtforms import DateTimeLocalField

from xinfang_daily_briefing.rules.times import CHINA
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.pages import given

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class MomentField(DateTimeLocalField):
    """A moment in China time (时刻), typed or picked: ``2026-11-27 09:30``."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=_FORMATS, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, and say how it is written when it cannot be read."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("请写成 2026-11-27 09:30 的样子") from error

    @property
    def moment(self) -> datetime:
        """The validated moment, with its zone."""
        return given(self.data).replace(tzinfo=CHINA)


def row_number(value: Any) -> int:
    """The number of a row that a choice names (选项编号); -1, which is never a choice, for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def shown_moment(instant: datetime | None) -> datetime | None:
    """A stored instant as the field shows it."""
    return None if instant is None else china(instant).replace(tzinfo=None, second=0, microsecond=0)
