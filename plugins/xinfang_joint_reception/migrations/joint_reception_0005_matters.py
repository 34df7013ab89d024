"""The petition that an appointment is about (预约的信访事项), and what became of it meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "joint_reception_0005"
down_revision = "joint_reception_0004"
branch_labels = None
depends_on = None

TABLE = "joint_reception_appointment"
KEY = "fk_joint_reception_appointment_petition_id_petition"
INDEX = "ix_joint_reception_appointment_petition_id"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("petition_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("number", sa.String(length=40), nullable=False, server_default=""))
        table.add_column(sa.Column("note", sa.String(length=120), nullable=False, server_default=""))
        table.create_foreign_key(op.f(KEY), "petition", ["petition_id"], ["id"])
    op.create_index(op.f(INDEX), TABLE, ["petition_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f(INDEX), table_name=TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        for name in ("note", "number", "petition_id"):
            table.drop_column(name)
