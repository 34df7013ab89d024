"""Tables of legal study (学法): years and plans, people, sessions and attendance, quizzes, records, teaching sheets."""

import sqlalchemy as sa
from alembic import op

revision = "legal_study_0001"
down_revision = None
branch_labels = ("legal_study",)
depends_on = "core_0001"


def upgrade() -> None:

    op.create_table(
        "legal_study_plan_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thematic", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("laws", sa.String(length=500), nullable=False),
        sa.Column("speaker", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("audience_note", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_plan_row_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_plan_row")),
    )
    op.create_index(
        op.f("ix_legal_study_plan_row_office_id"), "legal_study_plan_row", ["office_id"], unique=False
    )
    op.create_index(
        "ix_legal_study_plan_row_year",
        "legal_study_plan_row",
        ["office_id", "year", "first_month"],
        unique=False,
    )
    op.create_table(
        "legal_study_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("citation", sa.String(length=300), nullable=False),
        sa.Column("explanation", sa.String(length=500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_question_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_question")),
    )
    op.create_index(
        "ix_legal_study_question_kind", "legal_study_question", ["office_id", "active", "kind"], unique=False
    )
    op.create_index(
        op.f("ix_legal_study_question_office_id"), "legal_study_question", ["office_id"], unique=False
    )
    op.create_table(
        "legal_study_quiz",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("law", sa.String(length=120), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_quiz_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_quiz")),
    )
    op.create_index(op.f("ix_legal_study_quiz_office_id"), "legal_study_quiz", ["office_id"], unique=False)
    op.create_index("ix_legal_study_quiz_year", "legal_study_quiz", ["office_id", "year"], unique=False)
    op.create_table(
        "legal_study_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("leader", sa.String(length=40), nullable=False),
        sa.Column("secretary", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_year_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_year")),
        sa.UniqueConstraint("office_id", "year", name=op.f("uq_legal_study_year_office_id_year")),
    )
    op.create_index(op.f("ix_legal_study_year_office_id"), "legal_study_year", ["office_id"], unique=False)
    op.create_table(
        "legal_study_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("centre_group", sa.Boolean(), nullable=False),
        sa.Column("leader", sa.Boolean(), nullable=False),
        sa.Column("party", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_legal_study_member_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_member_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_member")),
    )
    op.create_index(
        op.f("ix_legal_study_member_office_id"), "legal_study_member", ["office_id"], unique=False
    )
    op.create_index(
        "uq_legal_study_member_account", "legal_study_member", ["office_id", "account_id"], unique=True
    )
    op.create_table(
        "legal_study_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thematic", sa.Boolean(), nullable=False),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("laws", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=40), nullable=False),
        sa.Column("recorder", sa.String(length=40), nullable=False),
        sa.Column("speaker", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("audience_note", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("moved_from_id", sa.Integer(), nullable=True),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("sign_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_code", sa.String(length=12), nullable=False),
        sa.Column("reflection_due_on", sa.Date(), nullable=True),
        sa.Column("stated_expected", sa.Integer(), nullable=True),
        sa.Column("stated_present", sa.Integer(), nullable=True),
        sa.Column("stated_made_up", sa.Integer(), nullable=True),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moved_from_id"],
            ["legal_study_session.id"],
            name=op.f("fk_legal_study_session_moved_from_id_legal_study_session"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_session_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["legal_study_plan_row.id"],
            name=op.f("fk_legal_study_session_row_id_legal_study_plan_row"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_session")),
        sa.UniqueConstraint(
            "office_id", "source_key", name=op.f("uq_legal_study_session_office_id_source_key")
        ),
    )
    op.create_index(op.f("ix_legal_study_session_batch"), "legal_study_session", ["batch"], unique=False)
    op.create_index(
        op.f("ix_legal_study_session_office_id"), "legal_study_session", ["office_id"], unique=False
    )
    op.create_index(
        "ix_legal_study_session_year", "legal_study_session", ["office_id", "year", "day"], unique=False
    )
    op.create_table(
        "legal_study_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("missed", sa.JSON(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["legal_study_member.id"],
            name=op.f("fk_legal_study_attempt_member_id_legal_study_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_attempt_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["legal_study_quiz.id"], name=op.f("fk_legal_study_attempt_quiz_id_legal_study_quiz")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_attempt")),
        sa.UniqueConstraint(
            "quiz_id", "member_id", "number", name=op.f("uq_legal_study_attempt_quiz_id_member_id_number")
        ),
    )
    op.create_index(
        op.f("ix_legal_study_attempt_member_id"), "legal_study_attempt", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_legal_study_attempt_office_id"), "legal_study_attempt", ["office_id"], unique=False
    )
    op.create_table(
        "legal_study_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.String(length=12), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_up_on", sa.Date(), nullable=True),
        sa.Column("made_up_how", sa.String(length=200), nullable=False),
        sa.Column("made_up_state", sa.String(length=12), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=300), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_legal_study_attendance_asked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["legal_study_member.id"],
            name=op.f("fk_legal_study_attendance_member_id_legal_study_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_attendance_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["legal_study_session.id"],
            name=op.f("fk_legal_study_attendance_session_id_legal_study_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_attendance")),
        sa.UniqueConstraint(
            "session_id", "member_id", name=op.f("uq_legal_study_attendance_session_id_member_id")
        ),
    )
    op.create_index(
        op.f("ix_legal_study_attendance_member_id"), "legal_study_attendance", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_legal_study_attendance_office_id"), "legal_study_attendance", ["office_id"], unique=False
    )
    op.create_table(
        "legal_study_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=60), nullable=False),
        sa.Column("check_code", sa.LargeBinary(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["legal_study_member.id"],
            name=op.f("fk_legal_study_certificate_member_id_legal_study_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_certificate_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["quiz_id"],
            ["legal_study_quiz.id"],
            name=op.f("fk_legal_study_certificate_quiz_id_legal_study_quiz"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_certificate")),
        sa.UniqueConstraint(
            "office_id", "year", "number", name=op.f("uq_legal_study_certificate_office_id_year_number")
        ),
        sa.UniqueConstraint(
            "quiz_id", "member_id", name=op.f("uq_legal_study_certificate_quiz_id_member_id")
        ),
    )
    op.create_index(
        op.f("ix_legal_study_certificate_member_id"), "legal_study_certificate", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_legal_study_certificate_office_id"), "legal_study_certificate", ["office_id"], unique=False
    )
    op.create_table(
        "legal_study_credit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=120), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=300), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_legal_study_credit_asked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["legal_study_member.id"],
            name=op.f("fk_legal_study_credit_member_id_legal_study_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_credit_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_credit")),
    )
    op.create_index(
        op.f("ix_legal_study_credit_member_id"), "legal_study_credit", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_legal_study_credit_office_id"), "legal_study_credit", ["office_id"], unique=False
    )
    op.create_index(
        "ix_legal_study_credit_year", "legal_study_credit", ["office_id", "year", "state"], unique=False
    )
    op.create_table(
        "legal_study_reflection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["legal_study_member.id"],
            name=op.f("fk_legal_study_reflection_member_id_legal_study_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_reflection_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["legal_study_session.id"],
            name=op.f("fk_legal_study_reflection_session_id_legal_study_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_reflection")),
        sa.UniqueConstraint(
            "session_id", "member_id", name=op.f("uq_legal_study_reflection_session_id_member_id")
        ),
    )
    op.create_index(
        op.f("ix_legal_study_reflection_member_id"), "legal_study_reflection", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_legal_study_reflection_office_id"), "legal_study_reflection", ["office_id"], unique=False
    )
    op.create_table(
        "legal_study_rereading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("edition", sa.Date(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["legal_study_member.id"],
            name=op.f("fk_legal_study_rereading_member_id_legal_study_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_rereading_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_rereading")),
        sa.UniqueConstraint(
            "member_id",
            "code",
            "place",
            "edition",
            name=op.f("uq_legal_study_rereading_member_id_code_place_edition"),
        ),
    )
    op.create_index(
        op.f("ix_legal_study_rereading_office_id"), "legal_study_rereading", ["office_id"], unique=False
    )
    op.create_table(
        "legal_study_year_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("hours", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("credited", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("made_up", sa.Integer(), nullable=False),
        sa.Column("first_score", sa.Integer(), nullable=True),
        sa.Column("best_score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("light", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["legal_study_member.id"],
            name=op.f("fk_legal_study_year_result_member_id_legal_study_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_year_result_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_year_result")),
        sa.UniqueConstraint(
            "office_id", "year", "member_id", name=op.f("uq_legal_study_year_result_office_id_year_member_id")
        ),
    )
    op.create_index(
        op.f("ix_legal_study_year_result_office_id"), "legal_study_year_result", ["office_id"], unique=False
    )
    op.create_table(
        "legal_study_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("credit_id", sa.Integer(), nullable=True),
        sa.Column("reflection_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credit_id"],
            ["legal_study_credit.id"],
            name=op.f("fk_legal_study_file_credit_id_legal_study_credit"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_file_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["reflection_id"],
            ["legal_study_reflection.id"],
            name=op.f("fk_legal_study_file_reflection_id_legal_study_reflection"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["legal_study_session.id"],
            name=op.f("fk_legal_study_file_session_id_legal_study_session"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_legal_study_file_sha256_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_file")),
    )
    op.create_index(op.f("ix_legal_study_file_credit_id"), "legal_study_file", ["credit_id"], unique=False)
    op.create_index(op.f("ix_legal_study_file_office_id"), "legal_study_file", ["office_id"], unique=False)
    op.create_index(
        op.f("ix_legal_study_file_reflection_id"), "legal_study_file", ["reflection_id"], unique=False
    )
    op.create_index(op.f("ix_legal_study_file_session_id"), "legal_study_file", ["session_id"], unique=False)
    op.create_table(
        "legal_study_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("laws", sa.String(length=500), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=300), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_legal_study_sheet_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_legal_study_sheet_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_legal_study_sheet_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_study_sheet")),
    )
    op.create_index(op.f("ix_legal_study_sheet_office_id"), "legal_study_sheet", ["office_id"], unique=False)
    op.create_index("ix_legal_study_sheet_state", "legal_study_sheet", ["office_id", "state"], unique=False)


def downgrade() -> None:

    op.drop_index("ix_legal_study_sheet_state", table_name="legal_study_sheet")
    op.drop_index(op.f("ix_legal_study_sheet_office_id"), table_name="legal_study_sheet")
    op.drop_table("legal_study_sheet")
    op.drop_index(op.f("ix_legal_study_file_session_id"), table_name="legal_study_file")
    op.drop_index(op.f("ix_legal_study_file_reflection_id"), table_name="legal_study_file")
    op.drop_index(op.f("ix_legal_study_file_office_id"), table_name="legal_study_file")
    op.drop_index(op.f("ix_legal_study_file_credit_id"), table_name="legal_study_file")
    op.drop_table("legal_study_file")
    op.drop_index(op.f("ix_legal_study_year_result_office_id"), table_name="legal_study_year_result")
    op.drop_table("legal_study_year_result")
    op.drop_index(op.f("ix_legal_study_rereading_office_id"), table_name="legal_study_rereading")
    op.drop_table("legal_study_rereading")
    op.drop_index(op.f("ix_legal_study_reflection_office_id"), table_name="legal_study_reflection")
    op.drop_index(op.f("ix_legal_study_reflection_member_id"), table_name="legal_study_reflection")
    op.drop_table("legal_study_reflection")
    op.drop_index("ix_legal_study_credit_year", table_name="legal_study_credit")
    op.drop_index(op.f("ix_legal_study_credit_office_id"), table_name="legal_study_credit")
    op.drop_index(op.f("ix_legal_study_credit_member_id"), table_name="legal_study_credit")
    op.drop_table("legal_study_credit")
    op.drop_index(op.f("ix_legal_study_certificate_office_id"), table_name="legal_study_certificate")
    op.drop_index(op.f("ix_legal_study_certificate_member_id"), table_name="legal_study_certificate")
    op.drop_table("legal_study_certificate")
    op.drop_index(op.f("ix_legal_study_attendance_office_id"), table_name="legal_study_attendance")
    op.drop_index(op.f("ix_legal_study_attendance_member_id"), table_name="legal_study_attendance")
    op.drop_table("legal_study_attendance")
    op.drop_index(op.f("ix_legal_study_attempt_office_id"), table_name="legal_study_attempt")
    op.drop_index(op.f("ix_legal_study_attempt_member_id"), table_name="legal_study_attempt")
    op.drop_table("legal_study_attempt")
    op.drop_index("ix_legal_study_session_year", table_name="legal_study_session")
    op.drop_index(op.f("ix_legal_study_session_office_id"), table_name="legal_study_session")
    op.drop_index(op.f("ix_legal_study_session_batch"), table_name="legal_study_session")
    op.drop_table("legal_study_session")
    op.drop_index("uq_legal_study_member_account", table_name="legal_study_member")
    op.drop_index(op.f("ix_legal_study_member_office_id"), table_name="legal_study_member")
    op.drop_table("legal_study_member")
    op.drop_index(op.f("ix_legal_study_year_office_id"), table_name="legal_study_year")
    op.drop_table("legal_study_year")
    op.drop_index("ix_legal_study_quiz_year", table_name="legal_study_quiz")
    op.drop_index(op.f("ix_legal_study_quiz_office_id"), table_name="legal_study_quiz")
    op.drop_table("legal_study_quiz")
    op.drop_index(op.f("ix_legal_study_question_office_id"), table_name="legal_study_question")
    op.drop_index("ix_legal_study_question_kind", table_name="legal_study_question")
    op.drop_table("legal_study_question")
    op.drop_index("ix_legal_study_plan_row_year", table_name="legal_study_plan_row")
    op.drop_index(op.f("ix_legal_study_plan_row_office_id"), table_name="legal_study_plan_row")
    op.drop_table("legal_study_plan_row")
