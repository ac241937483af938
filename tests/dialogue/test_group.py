"""In a group: /check only, nothing of anybody's session, no button but the way to the private chat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.catalog.html import faults
from bot.dialogue.step import step
from bot.dialogue.types import AwaitOffer, Command, Quoted, Session, Turn, Url, World

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LURE = "Hiring chat agents in Myawaddy! No experience, USD 3000 a month, tourist visa, free flight. Telegram @fastjob88"
POLICE = "我是公安局民警，您的银行卡涉嫌洗钱案件，请把资金转到安全账户配合调查，不要告诉任何人。"


def group(world: World, name: str, argument: str = "", quoted: Quoted | None = None) -> Turn:
    # Somebody's session must not matter, even if a shell would hand one over.
    session = Session(lang="zh", lang_chosen=True, country="TH", checked="high x", state=AwaitOffer())
    return step(session, Command(name, argument, NOW, "en", quoted=quoted, group="vigil_bot"), world)


def urls(turn: Turn) -> list[str]:
    return [button.url for reply in turn.replies for row in reply.buttons for button in row if isinstance(button, Url)]


@pytest.mark.parametrize(
    ("argument", "quoted", "reply", "start"),
    [
        ("", Quoted(LURE), "group.card", "check"),
        (LURE, None, "group.card", "check"),
        ("", Quoted("good morning everybody"), "check.none", "check"),
        ("", Quoted(""), "check.no_words", "check"),
        ("", Quoted(POLICE), "group.other", "fraud_fake_police"),
        ("", None, "group.how", "check"),
    ],
)
def test_check_answers_with_one_message_and_the_way_to_the_private_chat(
    world: World, argument: str, quoted: Quoted | None, reply: str, start: str
) -> None:
    turn = group(world, "check", argument, quoted)
    assert [each.id for each in turn.replies] == [reply]
    assert urls(turn) == [f"https://t.me/vigil_bot?start={start}"]
    assert sum(len(row) for row in turn.replies[0].buttons) == 1


@pytest.mark.parametrize("name", ["start", "help", "country", "mydata", "forget", "keep", "subscribe", "sos", "iv"])
def test_every_other_command_only_shows_the_way(world: World, name: str) -> None:
    turn = group(world, name, "yes")
    assert [reply.id for reply in turn.replies] == ["group.how"]
    assert (turn.session, turn.tasks, turn.held, turn.keep) == (Session(), (), None, None)


def test_the_card_is_short_and_in_the_language_of_the_offer_without_any_country(world: World) -> None:
    turn = group(world, "check", "", Quoted(LURE, "<i>HR"))
    html = turn.replies[0].html
    assert html.startswith("<i>Forwarded from: &lt;i&gt;HR</i>\n<b>High risk.")
    assert "☎" not in html
    assert len(html) < 800
    assert faults(html) == []
    assert turn.session == Session()


def test_an_emergency_of_somebody_elses_words_is_no_cry_for_help(world: World) -> None:
    quoted = Quoted("they took my passport and won't let me leave the compound")
    assert group(world, "check", "", quoted).replies[0].id == "check.none"
    private = step(Session(lang="en"), Command("check", "", NOW, "en", quoted=quoted), world)
    assert [reply.id for reply in private.replies] == ["check.none"]


def test_in_a_private_chat_the_message_replied_to_is_checked_and_may_be_kept(world: World) -> None:
    turn = step(Session(lang="en"), Command("check", "", NOW, "en", quoted=Quoted(LURE, "HR (@hr)")), world)
    assert turn.replies[-1].id == "check.card"
    assert "Forwarded from: HR (@hr)" in turn.replies[0].html
    assert turn.held == (LURE,)
    empty = step(Session(lang="en"), Command("check", "", NOW, "en", quoted=Quoted(" ")), world)
    assert [reply.id for reply in empty.replies] == ["check.no_words"]
