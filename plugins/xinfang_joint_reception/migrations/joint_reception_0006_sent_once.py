"""A form of the hall that gives or calls a number does so once, however often it is sent (重复提交)."""

import sqlalchemy as sa
from alembic import op

revision = "joint_reception_0006"
down_revision = "joint_reception_0005"
branch_labels = None
depends_on = None

TABLE = "joint_reception_ticket_event"
INDEX = "uq_joint_reception_ticket_event_office_id_submission"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("submission", sa.String(length=40), nullable=True))
    op.create_index(INDEX, TABLE, ["office_id", "submission"], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.drop_column(TABLE, "submission")
