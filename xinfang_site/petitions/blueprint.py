"""The blueprint of the petitions' pages (信访事项页面); each views module adds its own."""

from flask import Blueprint

blueprint = Blueprint("petitions", __name__, url_prefix="/petitions")
