"""The blueprint of the briefing (要情页面): ``/briefing/``; its views stand beside what they show."""

from flask import Blueprint

blueprint = Blueprint(
    "daily_briefing", __name__, url_prefix="/briefing", template_folder="templates", static_folder="static"
)
