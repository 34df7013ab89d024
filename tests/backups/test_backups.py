"""Backups: everything or nothing, checked byte by byte, restored into an empty place only."""

import os
import shutil
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner, Result
from flask import Flask, current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, func, inspect, select, text

from tests import matters
from tests.audited import last_event
from tests.browsing import client_of
from tests.core.test_full_disk import fill, small_disk
from tests.page import fetch
from tests.people import Cast
from tests.postgresql import Server
from xinfang_site import clock, create_app, daily, instance, migrating, revisions
from xinfang_site.actor import system
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.services import verify as verify_audit
from xinfang_site.backups import services
from xinfang_site.backups.archive import MANIFEST, BackupError, Reader, Writer
from xinfang_site.cli import main
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.files import store
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.attachments.services import Upload
from xinfang_site.petitions.models import Petition
from xinfang_site.plugin_registry import migration_folders, plugins
from xinfang_site.vault import AWAITED, VaultError

__all__ = ["small_disk"]
PDF = b"%PDF-1.4\n%%EOF\n"
ACTOR = system("test")


def with_papers() -> int:
    """A matter with an attachment."""
    petition_id = matters.registered()
    attachments.add(db.session(), Cast().actor("clerk"), petition_id, [Upload("材料.pdf", PDF)])
    return petition_id


def make(path: Path) -> Path:
    services.make(db.session(), ACTOR, path)
    return path


def restore(path: Path, place: Path, url: str = "", key: bool = True) -> str:
    if key:
        services.bring_key(Path(current_app.instance_path) / "data.key", place)
    address = url or f"sqlite:///{place / 'xinfang.db'}"
    return services.restore(path, place, address, list(migration_folders(plugins())))


def rows(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, but what the backup itself added to the audit."""
    with engine.connect() as connection:
        names = [
            name
            for name in inspect(connection).get_table_names()
            # the stamp of codes and offices says that both were written just now, and is drawn anew
            if name not in ("audit_event", "audit_head", "known_revision")
            and not (name.startswith("petition_fts") and engine.dialect.name == "sqlite")
        ]
        return {
            name: sorted(map(repr, connection.execute(select(text("*")).select_from(text(name)))))
            for name in names
        }


@pytest.fixture
def target(any_app: Flask, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind."""
    if db.engine.dialect.name == "sqlite":
        yield f"sqlite:///{tmp_path / 'place' / 'xinfang.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.database() as url:
        yield url


@pytest.mark.traced
def test_a_restored_copy_has_the_same_rows_files_and_audit(
    any_app: Flask, target: str, tmp_path: Path
) -> None:
    petition_id = with_papers()
    place = tmp_path / "place"
    path = make(tmp_path / "site.zip")
    assert restore(path, place, target) == ""
    engine = create_engine(target)
    assert rows(engine) == rows(db.engine)
    engine.dispose()
    copy = create_app(place, target)
    with copy.app_context():
        instance.prepare(copy)
        assert not verify_audit(db.session()).fault
        assert (
            db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc())).first() == "restore"
        )
        opened = attachments.open_file(db.session(), Cast().actor("clerk"), petition_id, 1)
        assert opened.path.read_bytes() == PDF
        assert db.session.get_one(Petition, petition_id).number
        assert matters.registered() > petition_id
        db.session.remove()
        db.engine.dispose()


def test_a_backup_is_the_owners_only_and_holds_no_key(app: Flask, tmp_path: Path) -> None:
    with_papers()
    path = make(tmp_path / "site.zip")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if "key" in name]
        everything = b"".join(package.read(name) for name in package.namelist())
    assert "赵青松".encode() not in everything
    assert b"19900001234" not in everything
    assert (Path(app.instance_path) / "data.key").read_bytes() not in everything


def test_a_backup_is_recorded(app: Flask, tmp_path: Path) -> None:
    make(tmp_path / "site.zip")
    event = last_event()
    assert event is not None
    assert (event.action, event.object_id) == ("backup", "site.zip")


def test_a_backup_never_overwrites_and_leaves_no_half_file(app: Flask, tmp_path: Path) -> None:
    path = make(tmp_path / "site.zip")
    before = path.read_bytes()
    with pytest.raises(BackupError, match="已存在"):
        make(path)
    assert path.read_bytes() == before
    with_papers()
    shutil.rmtree(Path(app.instance_path) / store.FOLDER)
    with pytest.raises(BackupError, match="不在"):
        make(tmp_path / "second.zip")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["site.zip"]
    with pytest.raises(BackupError, match="不能写入"):
        make(tmp_path / "nowhere" / "site.zip")


def test_m1_what_a_killed_backup_left_goes_with_the_next_one_that_is_begun(
    app: Flask, tmp_path: Path
) -> None:
    """Found from outside: half a database lay in the instance for good after each upgrade that was killed."""
    names = (
        ".before-upgrade-20261128-034339-578053.zip.new",
        ".xinfang-20261127.zip.new",
        ".another.zip.0123456789abcdef.new",
        ".snapshot-0123456789abcdef.sqlite",
        ".another.zip.new",
    )
    for name in names:
        (tmp_path / name).touch()
    make(tmp_path / "first.zip")
    assert all((tmp_path / name).exists() for name in names)  # somebody may be writing them
    for name in names:
        os.utime(tmp_path / name, (0, 0))
    make(tmp_path / "second.zip")
    assert sorted(each.name for each in tmp_path.iterdir()) == [names[-1], "first.zip", "second.zip"]


@pytest.mark.skipif(os.name == "nt", reason="a link is a privilege there")
def test_what_another_backup_just_finished_stops_none(app: Flask, tmp_path: Path) -> None:
    """Between the folder's list and the look at the file its name was given up."""
    (tmp_path / ".xinfang-20261127.zip.new").symlink_to(tmp_path / "gone")
    make(tmp_path / "site.zip")
    assert (tmp_path / "site.zip").is_file()


def test_a_backup_taken_while_others_write_is_whole(app: Flask, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with app.app_context():
            matters.registered()
            while not stop.is_set():
                matters.registered()
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        paths = [make(tmp_path / f"{number}.zip") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert db.session.scalar(select(func.count()).select_from(Petition))
    for number, path in enumerate(paths):
        place = tmp_path / f"place-{number}"
        restore(path, place)
        copy = create_app(place, f"sqlite:///{place / 'xinfang.db'}")
        with copy.app_context():
            assert not verify_audit(db.session()).fault
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def sound(_empty_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound backup."""
    folder = tmp_path_factory.mktemp("sound")
    shutil.copytree(_empty_instance, folder / "instance")
    made = create_app(folder / "instance", f"sqlite:///{folder / 'instance' / 'xinfang.db'}")
    with made.app_context():
        services.make(db.session(), ACTOR, folder / "site.zip")
        db.session.remove()
        db.engine.dispose()
    return folder / "site.zip"


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), late=st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_single_flipped_bit_is_found(
    sound: Path, tmp_path: Path, place: float, bit: int, late: bool
) -> None:
    """``late`` looks at the directory at the end, where zip itself is lenient."""
    damaged = bytearray(sound.read_bytes())
    where = int(len(damaged) - 1 - place * 2000) if late else int(place * len(damaged))
    damaged[where] ^= 1 << bit
    path = tmp_path / "damaged.zip"
    path.write_bytes(damaged)
    with pytest.raises(BackupError):
        services.verify(path)


@pytest.mark.parametrize("length", [0, 1, 100, -1, -100])
def test_a_cut_backup_is_refused(sound: Path, tmp_path: Path, length: int) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(sound.read_bytes()[:length])
    with pytest.raises(BackupError):
        services.verify(path)


def test_a_damaged_part_is_named(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "site.zip"
    damaged = bytearray(sound.read_bytes())
    damaged[5000] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(BackupError, match=r"database\.sqlite"):
        services.verify(path)


@pytest.mark.parametrize("name", ["../evil", "files/../../evil", "/etc/x", "data.key", "files/ab/x/y"])
def test_a_part_outside_the_list_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.zip"
    with Writer(path) as writer:
        with writer.part(name) as part:
            part.write(b"x")
        writer.finish({"format": 1})
    with pytest.raises(BackupError, match="清单以外"):
        Reader(path)


def test_a_part_that_the_list_knows_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "less.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(MANIFEST, '{"parts": {"config.toml": {"size": 0, "sha256": ""}}}')
    with pytest.raises(BackupError, match=r"缺少 config\.toml"):
        Reader(path)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newer.zip"
    with Writer(path) as writer:
        writer.finish({"format": 9})
    with pytest.raises(BackupError, match="格式 9"):
        services.verify(path)


def test_only_an_empty_place_is_restored_to(app: Flask, tmp_path: Path) -> None:
    path = make(tmp_path / "site.zip")
    place = tmp_path / "place"
    place.mkdir()
    (place / "notes.txt").write_text("mine")
    with pytest.raises(BackupError, match=r"notes\.txt"):
        restore(path, place, key=False)
    assert [each.name for each in place.iterdir()] == ["notes.txt"]


@pytest.mark.postgresql
def test_only_an_empty_database_is_restored_to(postgresql: Server, tmp_path: Path) -> None:
    with postgresql.database() as url:
        made = create_app(tmp_path / "pg", url)
        with made.app_context():
            instance.prepare(made)
            path = make(tmp_path / "site.zip")
            with pytest.raises(BackupError, match="不是空的"):
                restore(path, tmp_path / "place", url)
            with pytest.raises(BackupError, match="postgresql"):
                restore(path, tmp_path / "other")
            db.session.remove()
            db.engine.dispose()


def test_the_key_must_be_the_one_of_the_data(app: Flask, tmp_path: Path) -> None:
    path = make(tmp_path / "site.zip")
    place = tmp_path / "place"
    place.mkdir()
    (place / "data.key").write_text("ab" * 32)
    (place / "data.key").chmod(0o600)
    with pytest.raises(BackupError, match="不是这份备份的密钥"):
        restore(path, place, key=False)
    with pytest.raises(BackupError, match=r"已有 data\.key"):
        restore(path, place)


def test_without_its_key_a_restored_site_does_not_start_with_another(app: Flask, tmp_path: Path) -> None:
    path = make(tmp_path / "site.zip")
    place = tmp_path / "place"
    assert len(restore(path, place, key=False)) == 16
    with pytest.raises(VaultError, match="缺少数据密钥"):
        create_app(place)
    (place / "data.key").write_text("ab" * 32)
    (place / "data.key").chmod(0o600)
    with pytest.raises(VaultError, match="不是还原的数据"):
        create_app(place)
    shutil.copy(Path(app.instance_path) / "data.key", place / "data.key")
    copy = create_app(place, f"sqlite:///{place / 'xinfang.db'}")
    with copy.app_context():
        instance.prepare(copy)
        db.session.remove()
        db.engine.dispose()
    assert not (place / AWAITED).exists()


def test_an_upgrade_keeps_the_old_database_first(any_app: Flask) -> None:
    config = migrating.configuration(db.engine, migration_folders(plugins()))
    instance.prepare(any_app)
    folder = Path(any_app.instance_path) / instance.BACKUPS
    assert not folder.exists()
    db.session.remove()
    command.downgrade(config, "core_0002")
    instance.prepare(any_app)
    kept = next(folder.iterdir())
    assert services.verify(kept).rows
    with Reader(kept) as reader:
        assert set(reader.manifest["heads"]) < revisions.applied(db.engine)
    assert migrating.is_current(db.engine, migration_folders(plugins()))


def run(app: Flask, monkeypatch: pytest.MonkeyPatch, *words: object) -> Result:
    db.session.remove()
    monkeypatch.setenv("XINFANG_INSTANCE", app.instance_path)
    return CliRunner().invoke(main, [*map(str, words)])


def test_the_commands_make_check_and_restore(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_papers()
    path, place = tmp_path / "site.zip", tmp_path / "place"
    made = run(app, monkeypatch, "backup", path)
    assert (made.exit_code, "附件 1 个" in made.output) == (0, True), made.output
    assert run(app, monkeypatch, "backup", path).exit_code == 1
    assert run(app, monkeypatch, "backup", "verify", path).output.startswith("备份完整")
    assert run(app, monkeypatch, "backup", "verify", tmp_path / "none.zip").exit_code == 1
    assert run(app, monkeypatch, "backup", "verify").exit_code == 2
    assert run(app, monkeypatch, "backup", path, "more").exit_code == 2
    key = Path(app.instance_path) / "data.key"
    monkeypatch.setenv("XINFANG_INSTANCE", str(place))
    restored = CliRunner().invoke(main, ["restore", str(path), "--key", str(key)])
    assert (restored.exit_code, "审计日志完整" in restored.output) == (0, True), restored.output
    assert CliRunner().invoke(main, ["restore", str(path)]).exit_code == 1
    monkeypatch.setenv("XINFANG_INSTANCE", str(tmp_path / "second"))
    keyless = CliRunner().invoke(main, ["restore", str(path)])
    assert (keyless.exit_code, "还缺数据密钥" in keyless.output) == (0, True)


def test_a_check_names_missing_damaged_and_stray_files(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with_papers()
    good = run(app, monkeypatch, "check")
    assert (good.exit_code, "缺失 0 个，损坏 0 个，无主 0 个" in good.output) == (0, True), good.output
    folder = Path(app.instance_path) / store.FOLDER
    stored = next(folder.glob("*/*"))
    stray = stored.with_name("0" * 32)
    stray.write_bytes(b"x")
    old = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(stray, (old, old))
    assert "无主 1 个" in run(app, monkeypatch, "check").output
    stored.write_bytes(b"y")
    damaged = run(app, monkeypatch, "check")
    assert (damaged.exit_code, "损坏 1 个" in damaged.output) == (1, True)
    with app.app_context():
        assert any("无主的附件文件 1 个" in line for line in daily.run_day(db.session(), clock.today()))
    assert not stray.exists()
    stored.unlink()
    assert "缺失 1 个" in run(app, monkeypatch, "check").output


def test_a_check_finds_an_altered_audit_and_a_broken_reference(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    petition_id = matters.registered()
    db.session.remove()
    with sqlite3.connect(Path(app.instance_path) / "xinfang.db") as raw:
        raw.execute("UPDATE petition SET office_id = 9999 WHERE id = ?", (petition_id,))
        raw.execute("DROP TRIGGER audit_event_no_update")
        raw.execute("UPDATE audit_event SET username = 'x' WHERE id = 1")
    raw.close()
    result = run(app, monkeypatch, "check")
    assert result.exit_code == 1
    assert "指向不存在" in result.output
    assert "审计日志校验未通过" in result.output


def test_the_daily_backup_keeps_the_newest_and_says_so(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    (Path(app.instance_path) / "config.toml").write_text(
        f'backup_folder = "{folder.as_posix()}"\nbackup_keep = 2\n', encoding="utf-8"
    )
    made = create_app(app.instance_path, f"sqlite:///{Path(app.instance_path) / 'xinfang.db'}")
    with made.app_context():
        day = clock.today()
        for offset in range(3):
            lines = daily.run_day(db.session(), day + timedelta(days=offset))
            assert any(line.startswith("已备份到 xinfang-") for line in lines)
        assert not any("备份" in line for line in daily.run_day(db.session(), day + timedelta(days=2)))
        db.session.remove()
        db.engine.dispose()
    names = sorted(each.name for each in folder.iterdir())
    assert names == [f"xinfang-{day + timedelta(days=offset):%Y%m%d}.zip" for offset in (1, 2)]


def test_an_old_or_missing_backup_is_said(app: Flask, tmp_path: Path) -> None:
    day = clock.today()
    assert any("还没有备份过" in line for line in daily.run_day(db.session(), day))
    make(tmp_path / "site.zip")
    assert not any("备份" in line for line in daily.run_day(db.session(), day))
    assert any("8 天前" in line for line in daily.run_day(db.session(), day + timedelta(days=8)))


def test_matters_past_their_time_are_listed_not_removed(app: Flask) -> None:
    day = clock.today()
    then = date(day.year - 11, 3, 1)
    petition_id = matters.registered(day=then, received_on=then)
    with writing(db.session()):
        db.session.get_one(Petition, petition_id).closed_on = then
    lines = daily.run_day(db.session(), day)
    assert any("待鉴定的信访事项 1 件" in line for line in lines)
    assert db.session.get(Petition, petition_id) is not None


def test_the_system_administrator_sees_that_a_backup_is_due(app: Flask, tmp_path: Path) -> None:
    home = fetch(client_of(app, "root_system"), "/")
    assert "还没有备份过" in home.text
    assert "还没有备份过" not in fetch(client_of(app, "clerk"), "/").text
    make(tmp_path / "site.zip")
    assert "还没有备份过" not in fetch(client_of(app, "root_system"), "/").text


def test_two_backups_of_one_name_at_once_are_one_whole_file(app: Flask, tmp_path: Path, monkeypatch) -> None:
    """The morning's work by hand and by the worker: the second begins and ends in the middle of the first."""
    path, real, others = tmp_path / "xinfang-20261128.zip", Writer.finish, []
    matters.registered()

    def finish(self: Writer, facts: dict[str, object]) -> None:
        if not others:
            others.append(path)
            make(path)
        real(self, facts)

    monkeypatch.setattr(Writer, "finish", finish)
    with pytest.raises(BackupError, match="已存在"):
        make(path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    services.verify(path)
    assert restore(path, tmp_path / "place") == ""


def test_a_backup_beside_another_in_the_folder_has_a_copy_of_its_own(
    app: Flask, tmp_path: Path, monkeypatch
) -> None:
    matters.registered()
    real, others = Writer.add, []

    def add(self: Writer, name: str, path: Path, *, packed: bool = True) -> str:
        if not others:
            others.append(name)
            make(tmp_path / "second.zip")
        return real(self, name, path, packed=packed)

    monkeypatch.setattr(Writer, "add", add)
    make(tmp_path / "first.zip")
    for name in ("first", "second"):
        assert restore(tmp_path / f"{name}.zip", tmp_path / name) == ""


def test_where_the_disk_knows_no_links_a_backup_overwrites_none_either(
    app: Flask, tmp_path: Path, monkeypatch
) -> None:
    def unsupported(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", unsupported)
    path = make(tmp_path / "site.zip")
    with Writer(tmp_path / "late.zip") as writer:
        (tmp_path / "late.zip").write_bytes(b"mine")
        with pytest.raises(BackupError, match="已存在"):
            writer.finish({})
    assert (tmp_path / "late.zip").read_bytes() == b"mine"
    services.verify(path)


@pytest.mark.parametrize("left", [0, 50_000, 400_000])
def test_a_full_disk_leaves_no_half_backup_and_is_said(
    app: Flask, small_disk: Path, monkeypatch, left: int
) -> None:
    matters.registered()
    filler = fill(small_disk)
    os.truncate(filler, filler.stat().st_size - left)
    with pytest.raises(BackupError, match="磁盘已满"):
        make(small_disk / "site.zip")
    assert [each.name for each in small_disk.iterdir()] == ["filler"]
    chosen = replace(current_app.extensions["xinfang_settings"], backup_folder=str(small_disk))
    monkeypatch.setitem(current_app.extensions, "xinfang_settings", chosen)
    lines = daily.run_day(db.session(), date(2026, 11, 28))
    assert any("每日备份没有完成：磁盘已满" in line for line in lines)


def test_an_upload_given_up_while_it_is_backed_up_stops_nothing(
    app: Flask, tmp_path: Path, monkeypatch
) -> None:
    folder = Path(app.instance_path) / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "abc.upload").write_bytes(b"x")
    real = services.snapshots.take

    def take(*given: object) -> dict[str, object]:
        found = real(*given)
        (folder / "abc.upload").unlink()
        return found

    monkeypatch.setattr(services.snapshots, "take", take)
    glob = Path.glob
    monkeypatch.setattr(
        Path, "glob", lambda self, what: [folder / "abc.upload"] if self == folder else glob(self, what)
    )
    services.verify(make(tmp_path / "site.zip"))


def test_a_paper_that_cannot_be_read_is_not_called_a_disk_that_cannot_be_written(
    app: Flask, tmp_path: Path
) -> None:
    with_papers()
    stored = next(each for each in (Path(app.instance_path) / store.FOLDER).rglob("*") if each.is_file())
    stored.unlink()
    stored.mkdir()
    with pytest.raises(BackupError, match=r"备份中断.*没有留下备份文件") as told:
        make(tmp_path / "site.zip")
    assert "不能写入" not in str(told.value)
    assert list(tmp_path.iterdir()) == []
