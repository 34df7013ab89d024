"""Document numbers (发文字号): a series by office, kind and year, advanced in the transaction that uses it."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from xinfang_site.documents.kinds import Spec
from xinfang_site.documents.models import DocumentSeries
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import document_number
from xinfang_site.sessions import is_sqlite


def next_serial(session: Session, office_id: int, kind: str, year: int) -> int:
    """The next number of a series, from 1; inside ``writing()``.

    A transaction that fails gives its number back, so that none is skipped; on PostgreSQL the row
    stays locked until then.
    """
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    statement = insert(DocumentSeries).values(office_id=office_id, kind=kind, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["office_id", "kind", "year"], set_={"last": DocumentSeries.last + 1}
    )
    return int(session.execute(statement.returning(DocumentSeries.last)).scalar_one())


def number_text(office: Office, spec: Spec, word: str, year: int, serial: int) -> str:
    """``沙信访受〔2026〕5号``: the office's letters, the kind's word, the year, the number."""
    return document_number(f"{office.document_code or office.short_name}{word or spec.word}", year, serial)
