"""The interview: one tap a question, back and stop at any time, the same card at the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.flows.interview import ABROAD, NEAR, questions
from bot.dialogue.saved import dump, load
from bot.dialogue.step import step
from bot.dialogue.types import Button, Command, Reply, Session, Turn, World


def press(session: Session, command: str, world: World, lang: str = "en") -> Turn:
    name, _, argument = command.partition(" ")
    return step(session, Command(name, argument, datetime(2026, 1, 1, tzinfo=UTC), lang, pressed=True), world)


def commands(reply: Reply) -> list[str]:
    return [button.command for row in reply.buttons for button in row if isinstance(button, Button)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_yes_to_everything_ends_in_a_card_of_high_risk(world: World, lang: str) -> None:
    turn = press(Session(), "iv", world, lang)
    asked = []
    while turn.replies[-1].id == "interview":
        asked.append(turn.replies[0].html)
        turn = press(turn.session, commands(turn.replies[0])[0], world, lang)
    assert len(asked) == len(set(asked)) == 1 + len(ABROAD)
    assert turn.replies[-1].id == "check.card"
    assert (turn.session.checked or "").startswith("high ")


def test_the_first_answer_chooses_the_questions() -> None:
    assert questions("n")[1:] == NEAR
    assert questions("y")[1:] == questions("d")[1:] == ABROAD


def test_back_undoes_one_answer_and_stop_shows_the_card(world: World) -> None:
    reply = press(Session(), "iv yyn", world).replies[0]
    assert reply.edit
    assert "iv yy" in commands(reply)
    stopped = press(Session(), "iv yyn!", world)
    assert stopped.replies[-1].id == "check.card"
    assert stopped.session.checked == "high job_abroad passport_handed_over"


@pytest.mark.parametrize(("answers", "advice"), [("yy", "Do not travel"), ("dy", "Do not travel"), ("ny", "your bank")])
def test_the_advice_fits_where_the_job_is(world: World, answers: str, advice: str) -> None:
    assert advice in press(Session(), f"iv {answers}!", world).replies[-1].html


def test_a_check_from_before_kinds_were_kept_still_opens(world: World) -> None:
    before = Session(checked="high passport_handed_over")
    assert "visa" in press(before, "questions", world).replies[0].html
    assert "passport" in press(before, "share", world).replies[0].html


def test_the_card_opens_reasons_questions_and_a_card_to_share(world: World) -> None:
    session = press(Session(), "iv yyn!", world).session
    again, lost = load(dump(session))
    assert not lost
    for name in ("why", "questions", "share"):
        assert [reply.id for reply in press(again, name, world).replies] == [f"check.{name}"]
    assert press(Session(), "why", world).replies[0].id == "check.ask"


@settings(max_examples=60, deadline=None)
@given(argument=st.text(alphabet="ynd! x", max_size=60))
def test_any_button_however_crafted_gets_a_sensible_reply(world: World, argument: str) -> None:
    turn = press(Session(), f"iv {argument}", world)
    assert turn.replies[-1].id in {"interview", "check.card"}
    assert all(len(command.encode()) <= 64 for command in commands(turn.replies[-1]))


def test_the_card_ends_with_a_line_of_the_country(world: World) -> None:
    assert "☎ <b>1441</b>" in press(Session(country="TH"), "iv yyn!", world).replies[-1].html
    assert "☎" not in press(Session(), "iv yyn!", world).replies[-1].html
