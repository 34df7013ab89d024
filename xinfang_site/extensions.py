"""Extensions (扩展): the database handle, the declarative base and the sign-in manager."""

from flask import current_app
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from xinfang_site.sessions import SiteSession
from xinfang_site.settings import Settings
from xinfang_site.vault import Vault

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table (数据表基类); constraints get names, so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": SiteSession})
csrf = CSRFProtect()
login_manager = LoginManager()


def settings() -> Settings:
    """The running site's settings (配置)."""
    found = current_app.extensions["xinfang_settings"]
    if not isinstance(found, Settings):
        raise TypeError("settings were not loaded")
    return found


def vault() -> Vault:
    """The running site's keys (密钥)."""
    found = current_app.extensions["xinfang_vault"]
    if not isinstance(found, Vault):
        raise TypeError("the vault was not opened")
    return found
