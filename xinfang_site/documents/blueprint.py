"""The blueprint of the documents' pages (文书页面)."""

from flask import Blueprint

blueprint = Blueprint("documents", __name__)
