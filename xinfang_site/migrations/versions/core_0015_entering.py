"""A ledger is put into the registers some rows at a time, and seen when all are there (批次整体可见)."""

import sqlalchemy as sa
from alembic import op

revision = "core_0015"
down_revision = "core_0014"
branch_labels = None
depends_on = None

# the matter's id as the last digits of the sort key: every index of the register holds it
_VIEW = """
CREATE VIEW register AS
SELECT office_id, sort_key, petition_id, role, state, channel_id, category_id, topic_id, unit_id, due
FROM register_entry
WHERE NOT EXISTS (SELECT 1 FROM entering_batch) OR NOT EXISTS (
    SELECT 1 FROM petition JOIN entering_batch ON entering_batch.batch_id = petition.batch_id
    WHERE petition.id = register_entry.sort_key % 10000000
)
"""


def upgrade() -> None:
    op.create_table(
        "entering_batch",
        sa.Column("batch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_entering_batch_batch_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_entering_batch")),
    )
    op.execute(_VIEW)


_UNSEEN = """
DELETE FROM register_entry WHERE petition_id IN (
    SELECT petition.id FROM petition JOIN entering_batch ON entering_batch.batch_id = petition.batch_id
)
"""


def downgrade() -> None:
    op.execute(_UNSEEN)  # without the view everybody would see them
    op.execute("DROP VIEW register")
    op.drop_table("entering_batch")
