"""Make-ups that wait for a decision are counted for every home page of whoever decides (待审核的补学)."""

from alembic import op

revision = "legal_study_0002"
down_revision = "legal_study_0001"
branch_labels = None
depends_on = None

TABLE, INDEX = "legal_study_attendance", "ix_legal_study_attendance_waiting"


def upgrade() -> None:
    op.create_index(INDEX, TABLE, ["office_id", "made_up_state"])


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
