"""Who may do what to an alert, and that every step is in the log."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.operators import NotAllowedError, Operators, Roles, mark
from bot.store.alerts import Alerts, Record, StateError, Words, new
from bot.store.engine import make_engine
from bot.store.migrate import upgrade

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
ROLES = Roles(frozenset({"1", "3"}), frozenset({"2", "3"}))


def drawn(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def operators(engine: AsyncEngine) -> Operators:
    return Operators(Alerts(engine), ROLES, lambda: NOW)


async def draft(operators: Operators, author: str = "1", **fields: Any) -> Record:
    record = replace(new(author, "jobs", NOW + timedelta(days=1), NOW), texts=(("en", Words("Head")),))
    return await operators.save(replace(record, **fields), author, "draft")


async def problem(step: Any) -> str:
    with pytest.raises(NotAllowedError) as caught:
        await step
    return caught.value.problem


async def test_another_person_approves(operators: Operators) -> None:
    alert = await draft(operators)
    assert (await operators.approve(alert.id, "2")).state == "approved"
    assert [(row["operator"], row["action"]) for row in await operators.alerts.audit(alert.id)] == [
        ("1", "draft"),
        ("2", "approved"),
    ]


async def test_the_author_does_not_approve_their_own_alert(operators: Operators) -> None:
    alert = await draft(operators, "3")
    assert await problem(operators.approve(alert.id, "3")) == "same_person"
    assert (await operators.alerts.audit(alert.id))[-1]["action"] == "refused"
    alone = replace(operators, roles=replace(ROLES, two_persons=False))
    assert (await alone.approve(alert.id, "3")).state == "approved"


async def test_who_changed_what_another_wrote_does_not_approve_it_either(operators: Operators) -> None:
    alert = await draft(operators)
    await operators.save(replace(alert, texts=(("en", Words("Another")),)), "3", "set text.en")
    assert await problem(operators.approve(alert.id, "3")) == "same_person"
    assert await problem(operators.approve(alert.id, "1")) == "not_approver"
    assert (await operators.approve(alert.id, "2")).state == "approved"


async def test_strangers_and_wrong_roles_are_refused(operators: Operators) -> None:
    alert = await draft(operators)
    assert await problem(draft(operators, "666")) == "not_author"
    assert await problem(operators.approve(alert.id, "666")) == "not_approver"
    assert await problem(operators.approve(alert.id, "1")) == "not_approver"
    for step in (operators.reject, operators.cancel, operators.pause):
        assert await problem(step(alert.id, "666")) == "not_author"
    assert await problem(operators.resume(alert.id, "1")) == "not_approver"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"texts": ()}, "no_text"),
        ({"expires_at": NOW}, "expired"),
        ({"topic": "weather"}, "no_topic"),
        ({"scheduled_at": NOW + timedelta(days=2)}, "late_start"),
        ({"texts": (("en", Words("Head", "x" * 4000)),)}, "too_long"),
        ({"link": "https://"}, "link"),
        ({"link": "https://exa mple.org/a"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://localhost/"}, "link"),
        ({"link": "https://[a/"}, "link"),
        ({"picture": b"no picture"}, "picture"),
        ({"picture": drawn(2000, 20)}, "picture"),
    ],
)
async def test_what_is_incomplete_is_not_approved(operators: Operators, fields: dict[str, Any], wrong: str) -> None:
    alert = await draft(operators, **fields)
    assert await problem(operators.approve(alert.id, "2")) == wrong


async def test_what_telegram_takes_is_approved(operators: Operators) -> None:
    alert = await draft(operators, link="https://www.gov.cn/a?b=1&c=中文", picture=drawn(1280, 720))
    assert (await operators.approve(alert.id, "2")).state == "approved"


async def test_the_mark_of_a_draft_changes_with_its_picture_and_writes_it_out_nowhere(operators: Operators) -> None:
    bare = await draft(operators)
    first, second = (replace(bare, picture=bytes(10 << 20) + last) for last in (b"1", b"2"))
    tracemalloc.start()
    marks = {mark(each) for each in (bare, first, second)}
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(marks) == 3
    assert most < 1 << 20


async def test_a_number_that_no_database_can_hold_is_no_alerts(operators: Operators) -> None:
    await draft(operators)
    assert await operators.alerts.audit(10**20) == []
    for step in (operators.reject, operators.cancel, operators.pause, operators.resume):
        with pytest.raises(StateError):
            await step(10**20, "2")


async def test_what_could_not_go_out_is_not_tested_and_the_log_does_not_say_so(operators: Operators) -> None:
    empty, whole = await draft(operators, texts=()), await draft(operators)
    assert await problem(operators.tested(empty.id, "1")) == "no_text"
    assert await problem(operators.tested(whole.id, "666")) == "not_author"
    assert await operators.tested(whole.id, "1", "5") == whole
    tests = [row for row in await operators.alerts.audit() if row["action"] == "test"]
    assert [(row["alert_id"], row["operator"], row["detail"]) for row in tests] == [(whole.id, "1", "5")]


async def test_an_approved_alert_is_never_edited(operators: Operators) -> None:
    alert = await draft(operators)
    await operators.approve(alert.id, "2")
    with pytest.raises(StateError):
        await operators.save(replace(alert, severity="Extreme"), "1", "set severity")


async def test_nothing_changes_a_draft_between_the_look_at_it_and_its_approval(database_url: str) -> None:
    made = make_engine(database_url)
    await upgrade(made)
    operators = Operators(Alerts(made), ROLES, lambda: NOW)
    alert = await draft(operators)
    impatient = {"timeout": 0.1} if made.dialect.name == "sqlite" else {"options": "-c lock_timeout=100"}
    other = create_engine(database_url.replace("+aiosqlite", ""), connect_args=impatient)

    def look() -> datetime:  # asked for when the draft was read and compared
        with contextlib.suppress(OperationalError), other.begin() as connection:
            connection.execute(text("UPDATE alerts SET area = 'unseen' WHERE state = 'draft'"))
        return NOW

    approved = await replace(operators, clock=look).approve(alert.id, "2", mark(alert))
    assert approved == await operators.found(alert.id) == replace(alert, state="approved", approver="2")
    other.dispose()
    await made.dispose()


async def test_it_is_approved_once(operators: Operators) -> None:
    alert = await draft(operators)
    await operators.approve(alert.id, "2")
    with pytest.raises(StateError):
        await operators.approve(alert.id, "2")


async def test_only_what_was_sent_can_be_updated(operators: Operators) -> None:
    alert = await draft(operators)
    assert await problem(operators.follow(alert.id, "Update", "1")) == "not_sent"
    await operators.alerts.move(alert.id, ("draft",), "done", "x", started_at=NOW)
    update = await operators.follow(alert.id, "Cancel", "1")
    assert (update.replaces, update.message_type, update.state, update.id != alert.id) == (
        alert.id,
        "Cancel",
        "draft",
        True,
    )


async def test_an_alert_that_is_not_there_is_said_so(operators: Operators) -> None:
    assert await problem(operators.approve(99, "2")) == "unknown"
