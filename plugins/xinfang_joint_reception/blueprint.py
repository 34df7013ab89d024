"""The module's one blueprint (页面): every views module hangs its pages on it."""

from flask import Blueprint

blueprint = Blueprint(
    "joint_reception",
    __name__,
    url_prefix="/reception",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)
