"""Forms of signing in and of changing the password (登录、口令)."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired

from xinfang_site.accounts.passwords import MAX_LENGTH
from xinfang_site.forms import Max, SiteForm


class SignInForm(SiteForm):
    """Name and password (登录表单); a one-time code where a second factor is in use."""

    username = StringField(
        "用户名", [InputRequired("请输入用户名"), Max(40)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "口令", [InputRequired("请输入口令"), Max(1000)], render_kw={"autocomplete": "current-password"}
    )
    code = StringField(
        "动态口令",
        [Max(12)],
        description="启用了动态口令的账号填写，其他账号留空",
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    kept = HiddenField()


class PasswordForm(SiteForm):
    """Change of one's own password (修改口令表单)."""

    old_password = PasswordField(
        "原口令", [InputRequired("请输入原口令"), Max(1000)], render_kw={"autocomplete": "current-password"}
    )
    new_password = PasswordField(
        "新口令", [InputRequired("请输入新口令"), Max(MAX_LENGTH)], render_kw={"autocomplete": "new-password"}
    )
    repeat_password = PasswordField(
        "再次输入新口令",
        [InputRequired("请再次输入新口令"), EqualTo("new_password", "两次输入的新口令不一致")],
        render_kw={"autocomplete": "new-password"},
    )
