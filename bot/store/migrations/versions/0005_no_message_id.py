"""The ids of messages, which nobody read, are kept no longer: what is kept about somebody has a use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Erase the ids."""
    op.drop_column("deliveries", "message_id")


def downgrade() -> None:
    """Make room for them again."""
    op.add_column("deliveries", sa.Column("message_id", sa.BigInteger(), nullable=True))
