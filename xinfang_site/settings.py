"""Settings (配置): what ``config.toml`` in the instance may say, with defaults.

Every key is documented here and in ``docs/configuration.md``; an unknown key stops the start,
since a misspelt security setting must never be silently ignored.
"""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from xinfang_site.domain.roles import Role


class SettingsError(Exception):
    """The configuration cannot be used (配置错误); the message says which key and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an office may set (配置); times in minutes, sizes in MB unless named otherwise."""

    site_title: str = "信访事项管理系统"
    https: bool = False
    trusted_proxies: int = 0
    session_idle_minutes: int = 30
    session_absolute_hours: int = 12
    password_min_length: int = 10
    password_min_classes: int = 3
    password_max_age_days: int = 90
    password_time_cost: int = 2
    password_memory_kib: int = 19456
    lockout_failures: int = 5
    lockout_minutes: int = 15
    address_failures_per_minute: int = 30
    query_per_minute: int = 10
    query_global_per_minute: int = 120
    unmask_per_hour: int = 60
    totp_required_roles: tuple[str, ...] = ()
    attachment_max_mb: int = 50
    attachments_per_petition: int = 50
    import_max_mb: int = 64
    request_max_mb: int = 80
    personal_export_max_rows: int = 500
    collective_threshold: int = 5
    retention_years: int = 10
    backup_folder: str = ""
    backup_keep: int = 14
    busy_timeout_seconds: int = 6
    page_size: int = 50
    hook_trace: bool = False
    font_title: str = "方正小标宋简体"
    font_body: str = "仿宋_GB2312"
    font_kai: str = "楷体_GB2312"
    font_hei: str = "黑体"
    font_song: str = "宋体"


def load(path: Path) -> Settings:
    """Read ``config.toml``; a missing file means the defaults.

    Raises:
        SettingsError: unknown key, wrong type, or text that is not TOML.
    """
    if not path.exists():
        return Settings()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} 不是有效的 TOML 文件：{error}") from error
    known = {each.name: each for each in fields(Settings)}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise SettingsError(f"{path.name} 中有不认识的配置项：{'、'.join(unknown)}")
    values: dict[str, Any] = {name: _checked(name, value) for name, value in given.items()}
    chosen = Settings(**values)
    wrong = sorted(set(chosen.totp_required_roles) - {role.value for role in Role})
    if wrong:
        raise SettingsError(f"配置项 totp_required_roles 中有不认识的角色：{'、'.join(wrong)}")
    return chosen


def _checked(name: str, value: object) -> object:
    default = getattr(Settings(), name)
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
    elif type(value) is type(default) and (not isinstance(value, int) or value >= 0):
        return value
    raise SettingsError(f"配置项 {name} 的值不正确：应为与 {default!r} 同类的值，且不为负")


def database_url(instance: Path) -> str:
    """Address of the database (数据库): the environment's, else a SQLite file in the instance."""
    return os.environ.get("XINFANG_DATABASE_URL") or f"sqlite:///{instance / 'xinfang.db'}"
