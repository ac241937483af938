"""How often a delivery was tried, so that a chat that never answers is not tried for ever."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the tries of every delivery."""
    op.add_column("deliveries", sa.Column("tries", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("deliveries", "tries")
