"""Appointments and numbers of the day (预约、号码)."""

import sqlalchemy as sa
from alembic import op

revision = "joint_reception_0003"
down_revision = "joint_reception_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joint_reception_appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.String(length=60), nullable=False),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("matter_key", sa.String(length=64), nullable=False),
        sa.Column("representatives", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_appointment_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["joint_reception_session.id"],
            name=op.f("fk_joint_reception_appointment_session_id_joint_reception_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_appointment")),
    )
    op.create_index(
        op.f("ix_joint_reception_appointment_office_id"),
        "joint_reception_appointment",
        ["office_id"],
        unique=False,
    )
    op.create_index(
        "ix_joint_reception_appointment_office_id_person_key",
        "joint_reception_appointment",
        ["office_id", "person_key"],
        unique=False,
    )
    op.create_index(
        op.f("ix_joint_reception_appointment_session_id"),
        "joint_reception_appointment",
        ["session_id"],
        unique=False,
    )
    op.create_table(
        "joint_reception_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("window", sa.String(length=20), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["joint_reception_appointment.id"],
            name=op.f("fk_joint_reception_ticket_appointment_id_joint_reception_appointment"),
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["joint_reception_kind.id"],
            name=op.f("fk_joint_reception_ticket_kind_id_joint_reception_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_ticket_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["joint_reception_session.id"],
            name=op.f("fk_joint_reception_ticket_session_id_joint_reception_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_ticket")),
        sa.UniqueConstraint(
            "office_id",
            "day",
            "letter",
            "number",
            name=op.f("uq_joint_reception_ticket_office_id_day_letter_number"),
        ),
    )
    op.create_index(
        op.f("ix_joint_reception_ticket_office_id"), "joint_reception_ticket", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_ticket_session_id"), "joint_reception_ticket", ["session_id"], unique=False
    )
    op.create_table(
        "joint_reception_ticket_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("window", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_ticket_event_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["joint_reception_ticket.id"],
            name=op.f("fk_joint_reception_ticket_event_ticket_id_joint_reception_ticket"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_ticket_event")),
    )
    op.create_index(
        op.f("ix_joint_reception_ticket_event_office_id"),
        "joint_reception_ticket_event",
        ["office_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_joint_reception_ticket_event_ticket_id"),
        "joint_reception_ticket_event",
        ["ticket_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_joint_reception_ticket_event_ticket_id"), table_name="joint_reception_ticket_event"
    )
    op.drop_index(
        op.f("ix_joint_reception_ticket_event_office_id"), table_name="joint_reception_ticket_event"
    )
    op.drop_table("joint_reception_ticket_event")
    op.drop_index(op.f("ix_joint_reception_ticket_session_id"), table_name="joint_reception_ticket")
    op.drop_index(op.f("ix_joint_reception_ticket_office_id"), table_name="joint_reception_ticket")
    op.drop_table("joint_reception_ticket")
    op.drop_index(op.f("ix_joint_reception_appointment_session_id"), table_name="joint_reception_appointment")
    op.drop_index(
        "ix_joint_reception_appointment_office_id_person_key", table_name="joint_reception_appointment"
    )
    op.drop_index(op.f("ix_joint_reception_appointment_office_id"), table_name="joint_reception_appointment")
    op.drop_table("joint_reception_appointment")
