"""The demo district: only in an empty instance, its past behind it, its chain whole."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text

from tests.conftest import configured
from tests.demonstration import accounts_of, district, one_of_each
from xinfang_joint_reception.rota.session_models import Edition
from xinfang_site import clock, create_app, instance
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.services import verify
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.cli import main
from xinfang_site.demo import emptiness, services
from xinfang_site.demo.district import tables
from xinfang_site.demo.plot.routes import ROUTES, Route
from xinfang_site.domain.people.identity import read_id_number
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.models import Petition, Petitioner, Step

pytestmark = pytest.mark.slow
UNDER_WAY = "screen forward sign_for"


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district(tmp_path_factory)


@pytest.fixture
def demo_app(demo_folder: Path) -> Iterator[Flask]:
    app = create_app(demo_folder, f"sqlite:///{demo_folder / 'xinfang.db'}")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def run(folder: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setenv("XINFANG_INSTANCE", str(folder))
    result = CliRunner().invoke(main, ["demo", *arguments])
    return result.exit_code, result.output


def test_it_refuses_an_instance_in_use_with_one_line(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, output = run(demo_folder, monkeypatch=monkeypatch)
    assert code == 1
    assert len(output.strip().splitlines()) == 1


def test_an_instance_that_is_not_made_is_told_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, output = run(tmp_path, monkeypatch=monkeypatch)
    assert code == 1
    assert "xinfang init" in output
    assert len(output.strip().splitlines()) == 1


def test_if_empty_leaves_an_instance_in_use_alone(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (demo_folder / "demo-accounts.json").read_bytes()
    assert run(demo_folder, "--if-empty", monkeypatch=monkeypatch) == (0, "")
    assert (demo_folder / "demo-accounts.json").read_bytes() == before


def test_a_district_that_was_broken_off_is_never_shown_as_the_whole(
    app: Flask, demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "in_use", lambda _session: False)
    monkeypatch.setattr(services.offices, "set_up", interrupted)
    with pytest.raises(KeyboardInterrupt):
        services.fill(db.session(), tmp_path)
    (left,) = tmp_path.iterdir()
    (demo_folder / left.name).touch()
    code, output = run(demo_folder, "--if-empty", monkeypatch=monkeypatch)
    (demo_folder / left.name).unlink()
    assert (code, "没有完成" in output, str(demo_folder) in output) == (1, True, True)


def test_one_account_of_ones_own_is_enough_to_refuse(app: Flask) -> None:
    """The tests' own cast stands in ``app``."""
    assert emptiness.in_use(db.session())


def test_a_fresh_instance_is_in_use_as_soon_as_matters_went_every_way(tmp_path: Path) -> None:
    """One matter for each of the few routes that take every step between them, and one to merge another into."""
    folder, ways = configured(tmp_path / "fresh"), [*_few_with_every_step(), Route(UNDER_WAY, 1, (40,))]
    app = create_app(folder, f"sqlite:///{folder / 'xinfang.db'}")
    with app.app_context():
        instance.prepare(app)
        assert not emptiness.in_use(db.session())
        made = services.fill(db.session(), folder, ways, examples=False)
        assert emptiness.in_use(db.session())
        codes = set(db.session.scalars(select(Step.code).distinct()))
        db.session.remove()
        db.engine.dispose()
    assert made.petitions == len(ways)
    assert made.accounts == len(accounts_of(folder))
    assert made.broken == ()
    assert codes >= {word for each in ways for word in each.steps.split() if word[-1] not in "?+!"}


def _few_with_every_step() -> list[Route]:
    steps = {route: set(route.steps.split()) for route in ROUTES}
    left: set[str] = set().union(*steps.values())
    found: list[Route] = []
    while left:
        found.append(max(steps, key=lambda route: len(steps[route] & left)))
        left -= steps[found[-1]]
    return [replace(each, count=1) for each in found]


def test_the_passwords_are_for_the_owner_only_and_cover_every_role(demo_folder: Path) -> None:
    assert stat.S_IMODE((demo_folder / "demo-accounts.json").stat().st_mode) == 0o600
    assert not (demo_folder / "first-passwords.txt").exists()
    accounts = accounts_of(demo_folder)
    assert {role for each in accounts for role in each.roles} == {str(role.title) for role in Role}
    assert len({each.password for each in accounts}) == len(accounts)
    assert len(one_of_each(accounts)) >= len(Role)


def test_every_instant_lies_in_the_past_and_in_the_order_of_each_matter(demo_app: Flask) -> None:
    assert (db.session.scalar(select(func.max(Step.at))) or clock.now()) <= clock.now()
    rows = db.session.execute(select(Step.petition_id, Step.at).order_by(Step.petition_id, Step.id)).all()
    for before, after in pairwise(rows):
        assert before.petition_id != after.petition_id or before.at <= after.at


def test_limits_late_today_and_near_are_there_to_be_seen(demo_app: Flask) -> None:
    today = clock.today()

    def due(first: int, last: int) -> int:
        days = today + timedelta(days=first), today + timedelta(days=last)
        return db.session.scalar(select(func.count()).where(Petition.due_on.between(*days))) or 0

    assert due(-90, -1) >= 10
    assert due(0, 0) >= 3
    assert due(1, 3) >= 10


def test_everybody_acts_under_the_name_they_sign_in_with(demo_app: Flask, demo_folder: Path) -> None:
    """The modules' examples too: an auditor finds a person's acts by one name."""
    known = {each.username for each in accounts_of(demo_folder)}
    acted = select(AuditEvent.username).where(AuditEvent.account_id.is_not(None)).distinct()
    assert set(db.session.scalars(acted)) <= known


def test_each_month_of_the_rota_was_published_before_it_began(demo_app: Flask) -> None:
    rows = db.session.execute(select(Edition.first, Edition.at)).all()
    assert len({clock.china(at).date() for _, at in rows}) > 1
    past = [(first, clock.china(at).date()) for first, at in rows if first <= clock.today()]
    assert past
    assert all(day < first for first, day in past)


def test_the_chain_of_the_audit_is_whole(demo_app: Flask) -> None:
    assert verify(db.session()).fault == ""


def test_the_district_has_its_26_streets_and_towns(demo_app: Flask) -> None:
    streets = db.session.scalars(select(Office).where(Office.kind == OfficeKind.STREET)).all()
    assert len(streets) == 26
    assert all(each.review_office_id for each in streets)
    assert len(tables.topics()) >= 40


def test_nobody_real_can_be_meant(demo_app: Flask) -> None:
    people = db.session.scalars(select(Petitioner)).all()
    assert all(
        phone.startswith("199000") for each in people if each.phones for phone in each.phones.split("、")
    )
    numbers = [each.id_number for each in people if each.id_number]
    assert numbers
    assert all(each.startswith("990106") and read_id_number(each, clock.today()) for each in numbers)


def test_the_clock_shown_is_the_clock_again_afterwards() -> None:
    before = clock.now()
    with clock.at(before - timedelta(days=3)):
        assert clock.now() == before - timedelta(days=3)
        assert clock.today() == clock.china(before - timedelta(days=3)).date()
    assert clock.now() >= before


def test_no_session_of_study_stands_on_a_day_off(demo_app: Flask) -> None:
    session, calendar = db.session(), work_calendar(db.session())
    studied = session.scalars(text("SELECT day FROM legal_study_session")).all()
    assert studied  # one on New Year's Day, when the year's plan has just begun
    assert [day for day in studied if not calendar.is_working(date.fromisoformat(str(day)))] == []
