"""What the register knows of a ledger already (已有内容): rows imported before, numbers in use."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.imports.models import MARKS, ImportBatch, ImportedRow
from xinfang_site.imports.orders import Desk
from xinfang_site.one_parameter import among, packed
from xinfang_site.petitions.models import Petition, RegisterEntry


class Known:
    """Looks rows up for one desk (查对已有内容).

    Args:
        session: the database.
        desk: the office that imports.
    """

    def __init__(self, session: Session, desk: Desk) -> None:
        self._session, self._desk = session, desk
        self._dialect = session.get_bind().dialect.name

    def marked_before(self) -> bool:
        """Whether the office holds batches whose rows were marked the older way."""
        batch = select(ImportBatch.id).where(
            ImportBatch.office_id == self._desk.office_id,
            ImportBatch.state == "done",
            ImportBatch.marks < MARKS,
        )
        return self._session.scalar(batch.limit(1)) is not None

    def batches(self, marks: Collection[str]) -> dict[str, str]:
        """Fingerprints imported before, and the code of that batch.

        Rows first and their batches afterwards: joined, each batch would be asked for every row.
        """
        if not marks:
            return {}
        query = select(ImportedRow.fingerprint, ImportedRow.batch_id).where(
            ImportedRow.office_id == self._desk.office_id,
            among(self._dialect, ImportedRow.fingerprint, "marks"),
        )
        found = self._session.execute(query, {"marks": packed(self._dialect, marks)}).all()
        codes = self._done({row.batch_id for row in found})
        return {row.fingerprint: codes[row.batch_id] for row in found if row.batch_id in codes}

    def _done(self, batch_ids: Collection[int]) -> dict[int, str]:
        if not batch_ids:
            return {}
        chosen = select(ImportBatch.id, ImportBatch.code).where(
            ImportBatch.id.in_(batch_ids), ImportBatch.state == "done"
        )
        return {row.id: row.code for row in self._session.execute(chosen)}

    def numbers(self, external: Collection[str]) -> dict[str, str]:
        """Numbers of the ledger that matters of our register bear, and what number these have here."""
        if not external:
            return {}
        query = (
            select(Petition.external_number, Petition.number)
            .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
            .where(
                among(self._dialect, Petition.external_number, "external"),
                RegisterEntry.office_id == self._desk.office_id,
            )
        )
        found = self._session.execute(query, {"external": packed(self._dialect, external)})
        return {row.external_number: row.number for row in found}
