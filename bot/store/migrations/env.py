"""Alembic's entry: works on the connection that bot.store.migrate hands over."""

from __future__ import annotations

from typing import Any

from alembic import context

from bot.store.tables import Base


def ours(name: str | None, kind: str, _: Any) -> bool:  # noqa: ANN401 - Alembic's mapping of parents
    """Leave the workflow engine's tables alone: they live beside ours and have migrations of their own."""
    return kind != "table" or name in Base.metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_name=ours,
)
context.run_migrations()
