"""Forms of the law library (法规表单)."""

import re

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, Regexp, StopValidation

from xinfang_site.conflicts_page import VersionField
from xinfang_site.domain.errors import Refused
from xinfang_site.forms import Max, SiteForm, clean, given, options
from xinfang_site.laws.kinds import LawKind
from xinfang_site.laws.services import EndDraft, LawDraft, VersionDraft

LONGEST_TEXT = 500_000
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class LawSearch(SiteForm):
    """What the library is searched by (法规检索)."""

    q = StringField(
        "名称、条文中的词语或者条号",
        [Max(80)],
        description="几个词用空格隔开；“第三十四条”按条号查找",
    )
    old = BooleanField("包括以前和将来的版本")


class VersionForm(SiteForm):
    """A version's days and its text (法规版本表单), pasted or from a file."""

    valid_from = DateField("施行日期", [InputRequired("请填写施行日期")])
    published_on = DateField("公布日期", [Optional()])
    note = StringField("文号、说明", [Max(400)], description="如：国务院令第431号")
    file = FileField("文本文件", description="txt 或者 md；选了文件，就不用粘贴正文")
    text = TextAreaField(
        "正文",
        [Max(LONGEST_TEXT)],
        description="每条、每款、每项各占一行；条以“第一条”开头，项以“（一）”开头；章、节标题和目录可以保留",
    )

    def take_file(self) -> bool:
        """Put a file's text in place of the pasted one; whether there was a file.

        Raises:
            Refused: it is not a text file.
        """
        upload = self.file.data
        if not isinstance(upload, FileStorage) or not upload.filename:
            return False
        text = clean(decoded(upload.read()))
        if len(text) > LONGEST_TEXT:
            raise Refused(f"文件过长，最多 {LONGEST_TEXT} 字", field="file")
        self.text.data = text
        return True

    def version_draft(self) -> VersionDraft:
        """The validated fields."""
        return VersionDraft(
            published_on=self.published_on.data,
            valid_from=given(self.valid_from.data),
            note=self.note.data or "",
            text=self.text.data or "",
        )

    def validate_published_on(self, field: DateField) -> None:
        """A law is published before it is in force."""
        if field.data and self.valid_from.data and field.data > self.valid_from.data:
            raise StopValidation("公布日期不能晚于施行日期")


class LawForm(VersionForm):
    """A law that is not in the library yet (新增法规表单)."""

    title = StringField("名称", [InputRequired("请填写名称"), Max(120)], description="不带书名号")
    code = StringField(
        "代码",
        [
            InputRequired("请填写代码"),
            Max(30),
            Regexp(re.compile(r"[a-z][0-9a-z]+\Z"), message="代码由小写字母开头，只含小写字母和数字"),
        ],
        description="用在网址中，不能再改，如：xfgztl2022",
    )
    issuer = StringField("制定机关", [InputRequired("请填写制定机关"), Max(120)])
    kind = SelectField("类别", choices=options((each.value, each.title) for each in LawKind))
    replaces = SelectField(
        "代替的法规", description="它在新法规施行的前一天终止，并标明由新法规代替", validate_choice=True
    )

    def law_draft(self) -> LawDraft:
        """The validated fields."""
        return LawDraft(
            code=given(self.code.data),
            title=given(self.title.data).strip("《》"),
            issuer=given(self.issuer.data),
            kind=given(self.kind.data),
            replaces=int(self.replaces.data) if self.replaces.data else None,
        )


class EndForm(SiteForm):
    """The last day of a version (废止法规表单), with the reason."""

    version = VersionField()
    last_day = DateField("最后有效日", [Optional()], description="废止决定生效的前一天；不填表示继续有效")
    reason = TextAreaField("依据和理由", [InputRequired("请填写依据和理由"), Max(500)])

    def draft(self) -> EndDraft:
        """The validated fields."""
        return EndDraft(self.last_day.data, given(self.reason.data), given(self.version.data))


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB 18030.

    Raises:
        Refused: it is none of these, or holds what no text holds.
    """
    encodings = [found for mark, found in _ENCODINGS.items() if content.startswith(mark)]
    for encoding in (*encodings, "utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("这不是文本文件，请另存为 txt 后再导入，或者直接粘贴正文", field="file")
