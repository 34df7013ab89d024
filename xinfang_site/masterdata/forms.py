"""Forms of master data import (基础数据导入表单)."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField

from xinfang_site.forms import SiteForm, options
from xinfang_site.ledgers.files.encodings import ENCODINGS


class UploadForm(SiteForm):
    """The sheet (上传表格表单), and whether to try only."""

    file = FileField(
        "表格文件",
        [FileRequired("请选择文件")],
        description="xlsx、xls、ods 或者 csv；第一行为表头，列的次序不限",
    )
    encoding = SelectField(
        "文字编码",
        choices=options([("", "自动识别"), *ENCODINGS.items()]),
        default="",
        description="只用于 csv 等文本文件，结果是乱码时再选",
    )
    trial = BooleanField("只检查，不保存", description="先看逐行结果，确认无误后再正式导入")
