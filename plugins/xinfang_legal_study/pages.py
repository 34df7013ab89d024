"""Every view of the module (学法页面), imported in one place, so that the blueprint knows them all."""

from xinfang_legal_study import navigation
from xinfang_legal_study.lessons import views as lessons
from xinfang_legal_study.people import views as people
from xinfang_legal_study.quizzes import bank_views, certificate_views
from xinfang_legal_study.quizzes import views as quizzes
from xinfang_legal_study.records import approval_views, below_views, progress_views, reflection_views
from xinfang_legal_study.records import views as records
from xinfang_legal_study.sessions import attendance_views, file_views
from xinfang_legal_study.sessions import views as sessions
from xinfang_legal_study.years import views as years

__all__ = [
    "approval_views",
    "attendance_views",
    "bank_views",
    "below_views",
    "certificate_views",
    "file_views",
    "lessons",
    "navigation",
    "people",
    "progress_views",
    "quizzes",
    "records",
    "reflection_views",
    "sessions",
    "years",
]
