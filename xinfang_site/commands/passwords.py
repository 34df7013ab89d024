"""``xinfang reset-password``: a new one-time password, given at the server itself (在服务器上重置口令)."""

from pathlib import Path

import click

from xinfang_site.accounts.administering.services import reset_at_server
from xinfang_site.actor import system
from xinfang_site.commands import site
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.private_files import write_private

FILE = "reset-password.txt"


@click.command()
@click.argument("username")
def reset_password(username: str) -> None:
    """重置口令。USERNAME 为用户名；安全管理员、审计管理员的口令只能这样重置，记入审计日志。"""
    with site() as app:
        try:
            secret = reset_at_server(db.session(), system("xinfang reset-password"), username)
        except Refused as refused:
            raise click.ClickException(refused.message) from refused
        write_private(Path(app.instance_path) / FILE, [f"{secret.username}\t{secret.password}\n"])
    click.echo(f"{secret.name}的一次性口令已写入实例目录的 {FILE}，交给本人后请删除该文件")
