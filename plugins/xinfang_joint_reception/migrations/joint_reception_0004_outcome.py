"""Records, promises, consultations and imported ledgers (记录、承诺、咨询、导入)."""

import sqlalchemy as sa
from alembic import op

revision = "joint_reception_0004"
down_revision = "joint_reception_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joint_reception_consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(length=20), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("advice", sa.LargeBinary(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=True),
        sa.Column("followed", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["joint_reception_member.id"],
            name=op.f("fk_joint_reception_consultation_member_id_joint_reception_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_consultation_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"],
            ["petition.id"],
            name=op.f("fk_joint_reception_consultation_petition_id_petition"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["joint_reception_session.id"],
            name=op.f("fk_joint_reception_consultation_session_id_joint_reception_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_consultation")),
    )
    op.create_index(
        op.f("ix_joint_reception_consultation_member_id"),
        "joint_reception_consultation",
        ["member_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_joint_reception_consultation_office_id"),
        "joint_reception_consultation",
        ["office_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_joint_reception_consultation_petition_id"),
        "joint_reception_consultation",
        ["petition_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_joint_reception_consultation_session_id"),
        "joint_reception_consultation",
        ["session_id"],
        unique=False,
    )
    op.create_table(
        "joint_reception_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("petition_id", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_record_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_joint_reception_record_petition_id_petition")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["joint_reception_session.id"],
            name=op.f("fk_joint_reception_record_session_id_joint_reception_session"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["joint_reception_ticket.id"],
            name=op.f("fk_joint_reception_record_ticket_id_joint_reception_ticket"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["office.id"], name=op.f("fk_joint_reception_record_unit_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_record")),
    )
    op.create_index(
        op.f("ix_joint_reception_record_office_id"), "joint_reception_record", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_record_petition_id"), "joint_reception_record", ["petition_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_record_session_id"), "joint_reception_record", ["session_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_record_ticket_id"), "joint_reception_record", ["ticket_id"], unique=False
    )
    op.create_table(
        "joint_reception_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=500), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["joint_reception_member.id"],
            name=op.f("fk_joint_reception_promise_member_id_joint_reception_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_promise_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["joint_reception_record.id"],
            name=op.f("fk_joint_reception_promise_record_id_joint_reception_record"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["office.id"], name=op.f("fk_joint_reception_promise_unit_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_promise")),
    )
    op.create_index(
        op.f("ix_joint_reception_promise_due_on"), "joint_reception_promise", ["due_on"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_promise_member_id"), "joint_reception_promise", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_promise_office_id"), "joint_reception_promise", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_promise_record_id"), "joint_reception_promise", ["record_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_joint_reception_promise_record_id"), table_name="joint_reception_promise")
    op.drop_index(op.f("ix_joint_reception_promise_office_id"), table_name="joint_reception_promise")
    op.drop_index(op.f("ix_joint_reception_promise_member_id"), table_name="joint_reception_promise")
    op.drop_index(op.f("ix_joint_reception_promise_due_on"), table_name="joint_reception_promise")
    op.drop_table("joint_reception_promise")
    op.drop_index(op.f("ix_joint_reception_record_ticket_id"), table_name="joint_reception_record")
    op.drop_index(op.f("ix_joint_reception_record_session_id"), table_name="joint_reception_record")
    op.drop_index(op.f("ix_joint_reception_record_petition_id"), table_name="joint_reception_record")
    op.drop_index(op.f("ix_joint_reception_record_office_id"), table_name="joint_reception_record")
    op.drop_table("joint_reception_record")
    op.drop_index(
        op.f("ix_joint_reception_consultation_session_id"), table_name="joint_reception_consultation"
    )
    op.drop_index(
        op.f("ix_joint_reception_consultation_petition_id"), table_name="joint_reception_consultation"
    )
    op.drop_index(
        op.f("ix_joint_reception_consultation_office_id"), table_name="joint_reception_consultation"
    )
    op.drop_index(
        op.f("ix_joint_reception_consultation_member_id"), table_name="joint_reception_consultation"
    )
    op.drop_table("joint_reception_consultation")
