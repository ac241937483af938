"""The schema's way up and down, on both databases, and beside the workflow engine's tables."""

from __future__ import annotations

import pkgutil

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.store.engine import make_engine
from bot.store.migrate import current, downgrade, upgrade
from bot.store.migrations.versions import __path__ as versions
from bot.store.tables import Base


async def test_every_step_goes_up_down_and_up_again(database_url: str) -> None:
    engine = make_engine(database_url)
    assert not await current(engine)
    await upgrade(engine)
    assert await current(engine)
    for revision in ("0001", "base", "0001", "head"):
        going = downgrade if revision == "base" else upgrade
        if revision == "0001" and await current(engine):
            going = downgrade
        await going(engine, revision)
    assert await current(engine)
    async with engine.connect() as connection:
        names = set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))
    assert names == {*Base.metadata.tables, "alembic_version"}
    await engine.dispose()


async def test_the_migrations_make_exactly_what_the_code_describes(database_url: str) -> None:
    engine = make_engine(database_url)
    await upgrade(engine)

    def differences(sync: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(sync), Base.metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_tables_of_others_are_left_alone(database_url: str) -> None:
    engine = make_engine(database_url)
    await upgrade(engine)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE workflow_status (id INTEGER)"))
    await downgrade(engine)
    await upgrade(engine)
    async with engine.connect() as connection:
        assert "workflow_status" in await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()


async def test_every_file_of_the_migrations_is_a_step_on_the_way(database_url: str) -> None:
    files = {name for _, name, _ in pkgutil.iter_modules(versions)}
    assert len(files) >= 4
    engine = make_engine(database_url)
    await upgrade(engine)
    for revision in sorted((name.partition("_")[0] for name in files), reverse=True)[1:]:
        await downgrade(engine, revision)
        async with engine.connect() as connection:
            (now,) = (await connection.execute(text("SELECT version_num FROM alembic_version"))).one()
        assert now == revision
    await engine.dispose()
