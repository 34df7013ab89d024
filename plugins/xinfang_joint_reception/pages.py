"""The module's pages in one place (页面): importing the views hangs them on the blueprint."""

from xinfang_joint_reception import front_views
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.figures import views as figure_views
from xinfang_joint_reception.hall import views as hall_views
from xinfang_joint_reception.outcome import consult_views, people_views
from xinfang_joint_reception.outcome import views as outcome_views
from xinfang_joint_reception.rota.feeds import views as feed_views
from xinfang_joint_reception.rota.filling import views as filling_views
from xinfang_joint_reception.rota.publishing import views as publishing_views
from xinfang_joint_reception.rota.rules import views as rule_views
from xinfang_joint_reception.rota.sessions import board_views
from xinfang_joint_reception.rota.sessions import views as session_views
from xinfang_joint_reception.rota.setting_up import views as setting_up_views
from xinfang_joint_reception.rota.swaps import views as swap_views

__all__ = [
    "blueprint",
    "board_views",
    "consult_views",
    "feed_views",
    "figure_views",
    "filling_views",
    "front_views",
    "hall_views",
    "outcome_views",
    "people_views",
    "publishing_views",
    "rule_views",
    "session_views",
    "setting_up_views",
    "swap_views",
]
