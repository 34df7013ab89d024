"""The blueprint of legal study (学法页面); its views stand in the features' own modules."""

from flask import Blueprint

blueprint = Blueprint(
    "legal_study", __name__, url_prefix="/study", template_folder="templates", static_folder="static"
)
