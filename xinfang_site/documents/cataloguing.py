"""What the archive lists of a matter's documents (归档目录): every one with its hash, void ones with their reason."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.documents import queries
from xinfang_site.documents.serving import service_of
from xinfang_site.domain.documents import DocumentKind


def catalogue(session: Session, petition_id: int) -> Iterator[dict[str, Any]]:
    """The documents in the order they were made; names of persons are not among it."""
    for each in queries.of_matter(session, petition_id):
        served = service_of(session, each)
        yield {
            "title": f"{DocumentKind(each.kind).title} {each.number}".strip(),
            "kind": "document",
            "added": each.made_on.isoformat(),
            "void": each.void_reason,
            "served_on": served.served_on.isoformat() if served else "",
            "sha256": each.sha256,
        }
