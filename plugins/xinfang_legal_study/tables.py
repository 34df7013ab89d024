"""Every table of the module (学法数据表), imported in one place: migrations and the contract need them all."""

from xinfang_legal_study.lessons import models as lessons
from xinfang_legal_study.people import models as people
from xinfang_legal_study.quizzes import models as quizzes
from xinfang_legal_study.records import models as records
from xinfang_legal_study.sessions import models as sessions
from xinfang_legal_study.years import models as years

__all__ = ["lessons", "people", "quizzes", "records", "sessions", "years"]
