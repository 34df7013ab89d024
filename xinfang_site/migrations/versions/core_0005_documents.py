"""Documents (文书): templates and their versions, number series, what was made."""

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("copies", sa.String(length=500), nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("reset", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_document_template_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
        sa.UniqueConstraint(
            "office_id", "kind", "version", name=op.f("uq_document_template_office_id_kind_version")
        ),
    )
    op.create_table(
        "document_series",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_document_series_office_id_office")
        ),
        sa.PrimaryKeyConstraint("office_id", "kind", "year", name=op.f("pk_document_series")),
    )
    _create_documents()


def _create_documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("to_office_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("submission", sa.String(length=40), nullable=False),
        sa.Column("paper", sa.LargeBinary(), nullable=False),
        sa.Column("names", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("service_way", sa.String(length=12), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("service_refused", sa.Boolean(), nullable=False),
        sa.Column("service_proof", sa.String(length=200), nullable=False),
        sa.Column("served_by", sa.String(length=40), nullable=False),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.Column("voided_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["document.id"], name=op.f("fk_document_corrects_id_document")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_document_office_id_office")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_document_petition_id_petition")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_document_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["document_template.id"], name=op.f("fk_document_template_id_document_template")
        ),
        sa.ForeignKeyConstraint(
            ["to_office_id"], ["office.id"], name=op.f("fk_document_to_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "office_id", "kind", "year", "serial", name=op.f("uq_document_office_id_kind_year_serial")
        ),
        sa.UniqueConstraint("submission", name=op.f("uq_document_submission")),
    )
    op.create_index("ix_document_petition", "document", ["petition_id", "id"])
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"])


def downgrade() -> None:
    op.drop_table("document")
    op.drop_table("document_series")
    op.drop_table("document_template")
