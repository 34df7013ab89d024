"""The module's pages in one place (页面): importing the views hangs them on the blueprint."""

from xinfang_joint_reception import front_views, own_views
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.figures import views as figure_views
from xinfang_joint_reception.hall import views as hall_views
from xinfang_joint_reception.outcome import consult_views, people_views
from xinfang_joint_reception.outcome import views as outcome_views
from xinfang_joint_reception.rota import publish_views, rule_views, setup_views
from xinfang_joint_reception.rota import views as rota_views

__all__ = [
    "blueprint",
    "consult_views",
    "figure_views",
    "front_views",
    "hall_views",
    "outcome_views",
    "own_views",
    "people_views",
    "publish_views",
    "rota_views",
    "rule_views",
    "setup_views",
]
