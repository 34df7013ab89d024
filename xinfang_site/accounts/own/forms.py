"""Forms of one's own account (我的账号表单): the second factor set up and removed."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from xinfang_site.forms import Max, SiteForm


class EnrolForm(SiteForm):
    """The first code of a new authenticator (启用动态口令); ``setup`` holds the signed secret."""

    setup = HiddenField()
    code = StringField(
        "动态口令",
        [InputRequired("请输入手机上显示的 6 位数字"), Max(12)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class RemoveTotpForm(SiteForm):
    """One's password (停用动态口令), before the second factor is given up."""

    password = PasswordField(
        "口令", [InputRequired("请输入口令"), Max(1000)], render_kw={"autocomplete": "current-password"}
    )
