"""The blueprint of the briefing (要情页面): ``/briefing/``; its views stand beside what they show."""

from flask import Blueprint

from xinfang_daily_briefing.rules.words import Audience, Column

blueprint = Blueprint(
    "daily_briefing", __name__, url_prefix="/briefing", template_folder="templates", static_folder="static"
)


@blueprint.context_processor
def _words() -> dict[str, dict[str, str]]:
    """Words of stored values that templates print."""
    return {
        "audience_words": {each.value: str(each.title) for each in Audience},
        "column_words": {each.value: str(each.title) for each in Column},
    }
