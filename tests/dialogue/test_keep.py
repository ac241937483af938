"""Keeping an offer: only after a yes to the very text that was shown, and only where it was warned of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.dialogue.flows.keep import LONGEST
from bot.dialogue.step import step
from bot.dialogue.types import AwaitOffer, Button, Checked, Command, Idle, Reply, Session, State, Text, Turn, World
from bot.offer.reading import Reading

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LURE = (
    "Hiring chat agents in Myawaddy! No experience, USD 3000 a month, tourist visa, free flight. Contact Lily Chen on "
    "Telegram @fastjob88 or +66 81 234 5678, lily@fastjob.example.com. <b>Hurry</b>"
)
OTHER = "招聘缅甸妙瓦底聊天员，月薪3万，无需经验，旅游签证，护照统一保管，微信 wang_88"
HONEST = (
    "We are hiring a registered nurse in Manchester. Salary: 33,000 GBP a year. Skilled Worker visa, written contract "
    "before you travel, interview by video. Employer: St Mary's Hospital. Apply on www.nhs.uk"
)


def keep(world: World, argument: str = "", *parts: str) -> Turn:
    return step(Session(lang="en"), Command("keep", argument, NOW, "en", before=parts), world)


def commands(reply: Reply) -> list[str]:
    return [button.command for row in reply.buttons for button in row if isinstance(button, Button)]


@pytest.mark.parametrize(("offer", "asked"), [(LURE, True), (OTHER, True), (HONEST, False)])
def test_only_under_a_card_that_warns_it_is_asked(world: World, offer: str, *, asked: bool) -> None:
    replies = step(Session(), Text(offer, NOW), world).replies
    assert replies[-1].id == "check.card"
    assert ("keep" in commands(replies[-1])) is asked


def test_what_somebody_tells_of_an_offer_is_not_kept(world: World) -> None:
    told = "somebody offers me work in Cambodia, 3000 dollars a month, no experience, no contract. is it real?"
    replies = step(Session(), Text(told, NOW), world).replies
    assert replies[-1].id == "check.card"
    assert "keep" not in commands(replies[-1])
    assert [reply.id for reply in keep(world, "", told).replies] == ["keep.gone"]


@pytest.mark.parametrize("state", [Idle(), AwaitOffer()])
def test_an_offer_is_checked_once_also_to_know_whether_it_may_be_kept(world: World, state: State) -> None:
    checked: list[str] = []

    def check(reading: Reading, lang: str, *, described: bool = False, before: Reading | None = None) -> Checked:
        checked.append(reading.text)
        return world.check(reading, lang, described=described, before=before)

    replies = step(Session(state=state), Text(LURE, NOW), replace(world, check=check)).replies
    assert "keep" in commands(replies[-1])
    assert checked == [LURE]


def test_the_interview_has_no_text_to_keep(world: World) -> None:
    turn = step(Session(), Command("iv", "yyn!", NOW, "en", pressed=True), world)
    assert "keep" not in commands(turn.replies[-1])


def test_the_scrubbed_text_is_shown_and_kept_only_after_yes(world: World) -> None:
    shown = keep(world, "", LURE)
    assert shown.keep is None
    assert shown.replies[0].id == "keep.ask"
    for gone in ("Lily", "Chen", "fastjob88", "234 5678", "lily@"):
        assert gone not in shown.replies[0].html
    yes, no = commands(shown.replies[0])
    kept = keep(world, yes.removeprefix("keep "), LURE)
    assert [reply.id for reply in kept.replies] == ["keep.done"]
    assert kept.held == ()
    assert kept.keep is not None
    assert kept.keep.text.replace("<", "&lt;").replace(">", "&gt;") in shown.replies[0].html
    assert (kept.keep.lang, kept.keep.risk, kept.keep.day) == ("en", "high", date(2026, 11, 23))
    assert "border_zone_worksite" in kept.keep.flags
    refused = keep(world, no.removeprefix("keep "), LURE)
    assert (refused.replies[0].id, refused.held, refused.keep) == ("keep.no", (), None)


def test_a_yes_to_another_text_shows_this_one_first(world: World) -> None:
    yes = commands(keep(world, "", LURE).replies[0])[0].removeprefix("keep ")
    for argument in (yes, "yes", "yes 000000000000"):
        turn = keep(world, argument, OTHER)
        assert turn.replies[0].id == "keep.ask"
        assert turn.keep is None


@pytest.mark.parametrize("parts", [(), (HONEST,), ("hello",)])
def test_what_is_gone_or_was_not_warned_of_is_not_kept(world: World, parts: tuple[str, ...]) -> None:
    for argument in ("", "yes", "yes abc"):
        turn = keep(world, argument, *parts)
        assert [reply.id for reply in turn.replies] == ["keep.gone"]
        assert turn.keep is None


def test_of_a_very_long_offer_no_more_is_scrubbed_than_can_be_shown(world: World) -> None:
    seen: list[str] = []

    def scrub(text: str, lang: str) -> str:
        seen.append(text)
        return world.scrub(text, lang)

    shown = keep(replace(world, scrub=scrub), "", LURE + " @abc1 @abc2" * 1_600)
    assert shown.replies[0].id == "keep.ask"
    assert [len(text) <= 2 * LONGEST for text in seen] == [True]


def test_a_long_offer_is_kept_as_far_as_it_is_shown(world: World) -> None:
    long = LURE + " Free room and free meals for all." * 300
    shown = keep(world, "", long).replies[0]
    assert len(shown.html) < 4096
    kept = keep(world, commands(shown)[0].removeprefix("keep "), long).keep
    assert kept is not None
    assert len(kept.text) <= 3000
