"""Offers that people let us keep to warn others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the kept offers."""
    op.create_table(
        "kept_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lang", sa.String(length=16), nullable=False),
        sa.Column("risk", sa.String(length=16), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_offers"),
    )
    op.create_index("ix_kept_offers_day", "kept_offers", ["day"])


def downgrade() -> None:
    """Drop the kept offers."""
    op.drop_index("ix_kept_offers_day", table_name="kept_offers")
    op.drop_table("kept_offers")
