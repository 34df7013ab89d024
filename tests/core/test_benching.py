"""Generated matters: whole, of a fixed seed, never beside real ones."""

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from tests import matters
from xinfang_site.benching import filling
from xinfang_site.benching.district import PETITION_OFFICE
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition
from xinfang_site.register.filters.list_query import ListQuery
from xinfang_site.register.matters import Register


def test_generated_matters_stand_in_their_register(any_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "CHUNK", 25)
    told: list[tuple[int, int]] = []
    filling.fill(db.session(), 40, 3, lambda done, total: told.append((done, total)))
    assert told == [(25, 40), (40, 40)]
    office_id = db.session.scalars(select(Office.id).where(Office.code == PETITION_OFFICE)).one()
    assert Register(db.session(), office_id, ListQuery(), today()).count(exact=False).number == 40
    number = db.session.scalars(select(Petition.number).limit(1)).one()
    assert (
        Register(db.session(), office_id, ListQuery(words=(number,)), today()).count(exact=True).number == 1
    )
    filling.fill(db.session(), 5, 4, lambda done, total: None)
    assert db.session.scalar(select(func.count()).select_from(Petition)) == 45


def test_real_matters_are_never_mixed_with_generated_ones(app: Flask) -> None:
    matters.registered()
    with pytest.raises(Refused, match="已有业务数据"):
        filling.fill(db.session(), 5, 1, lambda done, total: None)


def test_the_command_fills_an_instance(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from xinfang_site.commands import bench

    monkeypatch.setattr("xinfang_site.commands.create_app", lambda: app)
    done = CliRunner().invoke(bench.bench_group, ["fill", "--petitions", "3", "--seed", "5"])
    assert done.exit_code == 0, done.output
    assert "已写入 3 件" in done.output
    again = CliRunner().invoke(bench.bench_group, ["fill", "--petitions", "0"])
    assert again.exit_code == 2
