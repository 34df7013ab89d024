"""Forms of ledger import (导入表单)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from xinfang_site.clock import today
from xinfang_site.forms import Max, SiteForm, given, options
from xinfang_site.imports.orders import Order
from xinfang_site.ledgers.files.encodings import ENCODINGS

NEIGHBOUR, FIXED = "neighbour", "fixed"
BY_LEDGER, ALL_CLOSED = "ledger", "closed"


class UploadForm(SiteForm):
    """The ledger (上传台账表单)."""

    file = FileField("台账文件", [FileRequired("请选择台账文件")])
    encoding = SelectField(
        "文字编码",
        choices=options([("", "自动识别"), *ENCODINGS.items()]),
        default="",
        description="只用于 csv 等文本文件，自动识别不对时再选",
    )


class ColumnsForm(SiteForm):
    """Choices beside the columns (核对列表单)."""

    encoding = SelectField(
        "文字编码",
        choices=options(ENCODINGS.items()),
        default=next(iter(ENCODINGS)),
        description="列名或者内容是乱码时，换一种编码重新预览",
    )
    default_channel = SelectField("没有写明信访形式的行，登记为", choices=[])
    missing = RadioField(
        "没有收到日期的行",
        choices=options(
            [
                (NEIGHBOUR, "按相邻行的日期登记，标明“推定”"),
                (FIXED, "按下面选定的日期登记，标明“推定”"),
            ]
        ),
        default=NEIGHBOUR,
    )
    missing_date = DateField("选定的日期", [Optional()])
    standing = RadioField(
        "没有办理结果的行",
        choices=options(
            [
                (BY_LEDGER, "作为未办结事项登记，从收到日期起计算登记转送期限（第二十二条）"),
                (ALL_CLOSED, "都是多年前的旧件，作为已办结登记"),
            ]
        ),
        default=BY_LEDGER,
    )
    year = IntegerField(
        "没有年份的日期属于哪一年",
        [Optional(), NumberRange(1949, 2100)],
        description="表名、表题里写了年份的不用填",
    )
    hidden_sheets = BooleanField("隐藏的工作表也导入")

    def validate_missing(self, field: RadioField) -> None:
        """A fixed day must be given, and not lie in the future."""
        day = self.missing_date.data
        if field.data != FIXED:
            return
        if day is None:
            raise ValidationError("请填写选定的日期")
        if day > today():
            raise ValidationError("选定的日期不得晚于今日")

    def show(self, order: Order, encoding: str) -> None:
        """Start from an order, and the encoding that the preview was read by."""
        self.encoding.data = encoding
        self.default_channel.data = order.default_channel
        self.missing.data = FIXED if order.missing_date else NEIGHBOUR
        self.missing_date.data = order.missing_date
        self.standing.data = ALL_CLOSED if order.all_closed else BY_LEDGER
        self.year.data, self.hidden_sheets.data = order.year, order.hidden_sheets

    def order(self, columns: Mapping[str, tuple[str | None, ...]]) -> Order:
        """The clerk's choices with the columns chosen."""
        fixed: date | None = self.missing_date.data if self.missing.data == FIXED else None
        return Order(
            columns=columns,
            default_channel=given(self.default_channel.data),
            missing_date=fixed,
            all_closed=self.standing.data == ALL_CLOSED,
            year=self.year.data,
            hidden_sheets=bool(self.hidden_sheets.data),
        )


class ConfirmForm(SiteForm):
    """The last question before an import (确认导入表单)."""

    all_or_nothing = BooleanField("只要有一行不能导入，就整批不导入")


class TakeBackForm(SiteForm):
    """Why a batch is taken back (撤回批次表单)."""

    reason = TextAreaField(
        "撤回理由",
        [InputRequired("请写明撤回理由"), Max(200)],
        description="记入审计日志",
        render_kw={"rows": 3},
    )


def column_name(group: int, column: int) -> str:
    """Name of the select of a column."""
    return f"column-{group}-{column}"


def keep_name(group: int) -> str:
    """Name of the box that says that a doubtful table is a ledger."""
    return f"keep-{group}"


def columns_of(
    groups: Sequence[Mapping[str, Any]], values: Mapping[str, str], known: frozenset[str]
) -> dict[str, tuple[str | None, ...]]:
    """The columns that a form sends, by heading; what is no field stays as it was proposed.

    A table that does not look like a ledger is left out, unless it is ticked or a column of it was corrected.
    """
    found: dict[str, tuple[str | None, ...]] = {}
    for number, group in enumerate(groups):
        fields: list[str | None] = []
        for place, proposed in enumerate(group["fields"]):
            sent = values.get(column_name(number, place))
            fields.append(proposed if sent is None or (sent and sent not in known) else sent or None)
        if not group.get("doubt") or fields != group["fields"] or keep_name(number) in values:
            found[group["mark"]] = tuple(fields)
    return found
