"""Settings and keys: what is wrong stops the start with a clear message."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site import create_app, settings, vault
from xinfang_site.settings import Settings, SettingsError
from xinfang_site.vault import Vault, VaultError

KEYS = Vault(b"s" * 32, b"d" * 32)
ROOT = Path(__file__).parents[2]


def configured(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "config.toml") == Settings()


def test_a_key_can_be_set(tmp_path: Path) -> None:
    text = 'site_title = "某区信访"\nhttps = true\npage_size = 20\ntotp_required_roles = ["system_admin"]\n'
    loaded = settings.load(configured(tmp_path, text))
    assert (loaded.site_title, loaded.https, loaded.page_size) == ("某区信访", True, 20)
    assert loaded.totp_required_roles == ("system_admin",)


@pytest.mark.parametrize(
    "text",
    [
        "pagesize = 20",
        "page_size = -1",
        'page_size = "20"',
        "page_size = true",
        "https = 1",
        "totp_required_roles = [1]",
        "page_size = ",
        "site_title = 3",
    ],
)
def test_a_wrong_file_stops_the_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError):
        settings.load(configured(tmp_path, text))


def test_bytes_that_are_no_text_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError):
        settings.load(tmp_path / "config.toml")


def test_every_key_is_documented_with_its_default() -> None:
    text = ROOT.joinpath("docs", "configuration.md").read_text(encoding="utf-8")
    for name in Settings.__dataclass_fields__:
        assert f"`{name}`" in text, name


def test_the_database_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XINFANG_DATABASE_URL", raising=False)
    assert settings.database_url(tmp_path) == f"sqlite:///{tmp_path / 'xinfang.db'}"
    monkeypatch.setenv("XINFANG_DATABASE_URL", "postgresql+psycopg://x")
    assert settings.database_url(tmp_path) == "postgresql+psycopg://x"


def test_keys_are_made_on_first_start_for_their_owner_only_and_differ(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first = vault.open_vault(one)
    assert vault.open_vault(one) == first
    assert vault.open_vault(other) != first
    for name in ("secret.key", "data.key"):
        assert stat.S_IMODE((one / name).stat().st_mode) == 0o600


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    vault.open_vault(tmp_path)
    (tmp_path / "data.key").chmod(0o644)
    with pytest.raises(VaultError, match="chmod 600"):
        vault.open_vault(tmp_path)


@pytest.mark.parametrize("content", ["", "xyz", "ab" * 8, "ключ"])
def test_a_damaged_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "data.key"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(VaultError):
        vault.open_vault(tmp_path)


@pytest.mark.untraced
@given(st.text(max_size=200).filter(lambda each: each.isprintable()))
def test_what_is_sealed_opens_again_and_never_looks_the_same_twice(text: str) -> None:
    assert KEYS.decrypt(KEYS.encrypt(text)) == text
    assert KEYS.encrypt(text) != KEYS.encrypt(text)


def test_altered_bytes_and_foreign_keys_are_refused() -> None:
    sealed = KEYS.encrypt("姓名")
    with pytest.raises(VaultError):
        KEYS.decrypt(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(VaultError):
        Vault(b"s" * 32, b"x" * 32).decrypt(sealed)


def test_look_ups_depend_on_kind_value_and_key() -> None:
    found = {
        KEYS.lookup("name", "张三"),
        KEYS.lookup("phone", "张三"),
        KEYS.lookup("name", "张四"),
        Vault(b"s" * 32, b"x" * 32).lookup("name", "张三"),
    }
    assert len(found) == 4
    assert all(-(2**63) <= each < 2**63 for each in found)


def test_the_instance_folder_belongs_to_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    app = create_app(folder, f"sqlite:///{folder / 'xinfang.db'}")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert app.secret_key


def test_k2_what_others_could_read_is_the_owners_alone_again_at_the_next_start(tmp_path: Path) -> None:
    """Found from outside: a database that was copied in with mode 644 stayed so."""
    names = ("xinfang.db", "first-passwords.txt", "demo-accounts.json")
    for name in names:
        (tmp_path / name).touch(0o644)
    create_app(tmp_path, f"sqlite:///{tmp_path / 'xinfang.db'}")
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in names} == {0o600}


def test_with_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    folder = tmp_path / "https"
    folder.mkdir()
    configured(folder, "https = true\ntrusted_proxies = 1\n")
    app = create_app(folder, f"sqlite:///{folder / 'xinfang.db'}")
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
