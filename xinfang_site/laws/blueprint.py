"""The blueprint of the law library (法规库); its views stand in two modules."""

from flask import Blueprint

blueprint = Blueprint("laws", __name__, url_prefix="/laws")
