"""The data's own key: lost or mixed up, it stops the start before anything is written with another (security.md K1, F4)."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests.matters import registered
from xinfang_site import create_app
from xinfang_site.audit.services import verify
from xinfang_site.extensions import db
from xinfang_site.own_key import refuse_other_key
from xinfang_site.vault import Vault, VaultError

OTHER = Vault(b"s" * 32, b"d" * 32)


@pytest.mark.parametrize("with_matter", [True, False])
def test_a_site_starts_with_its_own_key_and_with_no_other(any_app: Flask, with_matter: bool) -> None:
    """Found from outside: a lost key was made anew in silence, and everything after it was written with that one."""
    if with_matter:
        registered()
    refuse_other_key(db.engine)
    any_app.extensions["xinfang_vault"] = OTHER
    with pytest.raises(VaultError, match=r"不是本站数据所用的密钥.*放回实例目录"):
        refuse_other_key(db.engine)


def test_an_altered_seal_of_the_audit_stops_nobodys_work(app: Flask) -> None:
    registered()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE audit_head SET seal = 'x'"))
    refuse_other_key(db.engine)
    assert verify(db.session()).fault


def test_a_database_that_is_not_made_is_left_to_others(app: Flask, tmp_path: Path) -> None:
    refuse_other_key(create_engine(f"sqlite:///{tmp_path}/none.db"))
    assert list(tmp_path.iterdir()) == []


def test_no_setting_of_flask_lets_a_running_site_explain_itself(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert create_app(app.instance_path).debug is False
