"""Writing the full-text index (建立检索索引): in the saving transaction for one matter, later for many."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from xinfang_site.database import writing
from xinfang_site.petitions.models import Petition, PetitionText, RegisterEntry, SearchPending
from xinfang_site.petitions.visibility.tallies import month_of
from xinfang_site.petitions.visibility.tokens import stored, tokens_of
from xinfang_site.sessions import SENT_AHEAD, is_sqlite

TEXT_COLUMNS = (
    Petition.number,
    Petition.external_number,
    Petition.summary,
    Petition.place,
    PetitionText.content,
    PetitionText.answer,
    PetitionText.remarks,
)
"""The columns a search looks into; the index holds the tokens of just these."""

_ADD = text("INSERT INTO petition_fts(rowid, tokens) VALUES (:key, :tokens)")
_DROP = text("INSERT INTO petition_fts(petition_fts, rowid, tokens) VALUES ('delete', :key, :tokens)")
_PG_ADD = text(
    "INSERT INTO petition_fts(sort_key, tokens)"
    " VALUES (:key, array_to_tsvector(string_to_array(:tokens, ' ') || CAST(:month AS text)))"
).execution_options(**SENT_AHEAD)
"""PostgreSQL's tokens have the matter's month among them, in six digits, which no token of a text has."""
_PG_DROP = text("DELETE FROM petition_fts WHERE sort_key = :key")


def token_text(texts: Iterable[str | None]) -> str:
    """The tokens of a matter's texts as the index takes them."""
    return stored(tokens_of(each for each in texts if each))


def tokens_of_rows(petition: Mapping[str, Any], texts: Mapping[str, Any]) -> str:
    """The tokens of a matter whose rows are about to be written."""
    return token_text((petition if each.class_ is Petition else texts)[each.key] for each in TEXT_COLUMNS)


def add(session: Session, key: int, tokens: str) -> None:
    """Index one matter; inside ``writing()``."""
    add_many(session, [(key, tokens)])


def add_many(session: Session, rows: Sequence[tuple[int, str]]) -> None:
    """Index several matters; inside ``writing()``."""
    if not rows:
        return
    if is_sqlite(session):
        session.connection().execute(_ADD, [{"key": key, "tokens": tokens} for key, tokens in rows])
    else:
        values = [{"key": key, "tokens": tokens, "month": str(month_of(key))} for key, tokens in rows]
        session.connection().execute(_PG_ADD, values)


def drop(session: Session, key: int, tokens: str) -> None:
    """Take a matter out of the index; ``tokens`` must be what was put in. Inside ``writing()``."""
    pending = session.execute(delete(SearchPending).where(SearchPending.sort_key == key))
    if pending.rowcount:  # type: ignore[attr-defined]  # a DELETE has it
        return
    if is_sqlite(session):
        session.execute(_DROP, {"key": key, "tokens": tokens})
    else:
        session.execute(_PG_DROP, {"key": key})


def tokens_now(session: Session, petition_id: int) -> tuple[int, str]:
    """Sort key and tokens of a matter as it is stored."""
    row = session.execute(
        select(Petition.sort_key, *TEXT_COLUMNS)
        .join(PetitionText, PetitionText.petition_id == Petition.id)
        .where(Petition.id == petition_id)
    ).one()
    return row[0], token_text(row[1:])


def index_pending(session: Session, limit: int) -> int:
    """Index up to ``limit`` matters that were put off; returns how many. Reads and splits their texts before it writes.

    Matters of an import that nobody sees yet are left alone: it may still fail. Whoever changes another meanwhile
    takes it off the list of those that wait, and has indexed it.
    """
    rows = session.execute(
        select(Petition.sort_key, *TEXT_COLUMNS)
        .join(SearchPending, SearchPending.petition_id == Petition.id)
        .join(PetitionText, PetitionText.petition_id == Petition.id)
        .where(select(RegisterEntry.petition_id).where(RegisterEntry.petition_id == Petition.id).exists())
        .order_by(Petition.sort_key)
        .limit(limit)
    ).all()
    tokens = {row[0]: token_text(row[1:]) for row in rows}
    if not tokens:
        return 0
    with writing(session):
        waiting = (
            delete(SearchPending).where(SearchPending.sort_key.in_(tokens)).returning(SearchPending.sort_key)
        )
        keys = sorted(session.scalars(waiting))
        add_many(session, [(key, tokens[key]) for key in keys])
    return len(keys)
