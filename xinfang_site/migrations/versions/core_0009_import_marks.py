"""How a batch's rows are marked (导入行指纹的写法): those imported so far are looked for by the older one too."""

import sqlalchemy as sa
from alembic import op

revision = "core_0009"
down_revision = "core_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_batch", sa.Column("marks", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("import_batch", "marks")
