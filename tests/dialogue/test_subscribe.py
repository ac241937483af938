"""Subscribing: one tap, one message to change it, stopped at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.step import step
from bot.dialogue.types import Button, Command, Session, Subscription, Text, Turn, World

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def press(world: World, session: Session, words: str, hint: str = "en") -> Turn:
    name, _, argument = words.partition(" ")
    return step(session, Command(name, argument, NOW, hint, pressed=True), world)


def subscribed(turn: Turn) -> Subscription:
    assert turn.session.subscription is not None
    return turn.session.subscription


def commands(turn: Turn) -> list[str]:
    return [b.command for reply in turn.replies for row in reply.buttons for b in row if isinstance(b, Button)]


def test_one_tap_subscribes_to_everything_with_quiet_nights_and_shows_the_newest_alert(world: World) -> None:
    turn = press(world, Session(country="TH"), "subscribe")
    assert subscribed(turn) == Subscription(("jobs", "fraud", "food"), "now", (1320, 420), "Asia/Bangkok")
    assert turn.tasks == ("latest jobs fraud food",)


@pytest.mark.parametrize("words", ["start sub_jobs", "subscribe jobs"])
def test_a_link_or_a_button_subscribes_to_its_topic(world: World, words: str) -> None:
    turn = press(world, Session(), words)
    assert subscribed(turn).topics == ("jobs",)
    assert turn.tasks == ("latest jobs",)


def test_a_second_topic_is_added_to_the_first(world: World) -> None:
    turn = press(world, press(world, Session(), "subscribe jobs").session, "subscribe food")
    assert subscribed(turn).topics == ("jobs", "food")


def test_the_day_on_which_a_pause_ends_is_that_of_the_persons_own_calendar(world: World) -> None:
    held = subscribed(press(world, Session(country="CN"), "subscribe"))
    for zone, day in (("Asia/Shanghai", "2026-11-25"), ("Europe/London", "2026-11-24"), ("No/Where", "2026-11-24")):
        session = Session(subscription=replace(held, zone=zone, asleep_until=datetime(2026, 11, 24, 18, tzinfo=UTC)))
        assert f"Paused until {day}" in press(world, session, "alerts").replies[0].html


def test_a_pause_that_is_over_is_shown_no_more(world: World) -> None:
    session = press(world, press(world, Session(), "subscribe").session, "sub s 1d").session
    later = step(session, Command("alerts", "", NOW + timedelta(days=2), "en"), world)
    assert "sub s off" in commands(step(session, Command("alerts", "", NOW, "en"), world))
    assert "sub s off" not in commands(later)
    assert "2026-11-24" not in later.replies[0].html


def test_every_choice_changes_the_one_message_in_place(world: World) -> None:
    session = press(world, Session(), "subscribe").session
    changes = ["sub t food", "sub m digest", "sub q 23-6", "sub z Asia/Manila", "sub l zh", "sub c PH", "sub s 1w"]
    for words in changes:
        turn = press(world, session, words)
        assert [reply.edit for reply in turn.replies] == [True], words
        assert len(turn.replies) == 1
        session = turn.session
    held = subscribed(turn)
    assert held == Subscription(
        ("jobs", "fraud"), "digest", (1380, 360), "Asia/Manila", NOW + timedelta(days=7), ended=False
    )
    assert (session.lang, session.lang_chosen, session.country) == ("zh", True, "PH")


@pytest.mark.parametrize("page", ["sub q", "sub z", "sub c", "sub c 1", "sub c 99", "sub s"])
def test_a_page_of_choices_opens_in_place_and_leads_back(world: World, page: str) -> None:
    turn = press(world, press(world, Session(), "subscribe").session, page)
    assert turn.replies[0].edit
    assert "sub back" in commands(turn)


@pytest.mark.parametrize(
    "junk", ["sub", "sub x y", "sub t nonsense", "sub z Mars/Base", "sub l tlh", "sub c XX", "sub m"]
)
def test_a_crafted_button_changes_nothing(world: World, junk: str) -> None:
    session = press(world, Session(), "subscribe").session
    assert press(world, session, junk).session == session


def test_unsubscribing_works_at_once(world: World) -> None:
    turn = press(world, press(world, Session(), "subscribe").session, "unsubscribe")
    assert turn.session.subscription is None
    assert turn.replies[0].id == "sub.stopped"
    assert "subscribe" in commands(turn)


def test_who_comes_back_after_blocking_is_offered_to_resume_and_keeps_the_choices(world: World) -> None:
    held = Subscription(("food",), "urgent", ended=True)
    back = press(world, Session(subscription=held), "start")
    assert [reply.id for reply in back.replies] == ["welcome", "sub.ended"]
    assert subscribed(back).ended
    resumed = press(world, back.session, "resume")
    assert subscribed(resumed) == Subscription(("food",), "urgent")


def test_a_button_under_an_answer_subscribes_to_its_topic(world: World) -> None:
    turn = press(world, Session(asked_country=True), "ask jobs.warning_signs")
    assert "subscribe jobs" in commands(turn)
    again = press(world, press(world, turn.session, "subscribe jobs").session, "ask jobs.warning_signs")
    assert not any(command.startswith("subscribe") for command in commands(again))


def test_forgetting_asks_the_shell_to_erase_everything(world: World) -> None:
    session = press(world, Session(), "subscribe").session
    turn = press(world, session, "forgetme yes")
    assert (turn.session, turn.tasks) == (Session(), ("forget",))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_panel_speaks_the_language_of_the_person(world: World, lang: str) -> None:
    turn = press(world, Session(lang=lang, lang_chosen=True, country="TH"), "subscribe")
    text = turn.replies[0].html
    assert ("Quiet: 22:00–07:00" in text) == (lang == "en")
    assert ("免打扰：22:00–07:00" in text) == (lang == "zh")


@pytest.mark.parametrize("words", ["alerts", "subscribe", "subscribe jobs"])
def test_the_answer_or_the_warning_that_a_button_stands_under_stays(world: World, words: str) -> None:
    for session in (Session(), press(world, Session(), "subscribe food").session):
        assert not any(reply.edit for reply in press(world, session, words).replies)


def test_who_is_subscribed_keeps_their_topics_by_subscribing_anew(world: World) -> None:
    chosen = press(world, Session(), "subscribe fraud").session
    again = press(world, chosen, "subscribe")
    assert again.session.subscription == chosen.subscription
    assert again.tasks == ("latest fraud",)
    everything = step(chosen, Command("start", "sub_all", NOW), world).session.subscription
    assert everything is not None
    assert everything.topics == ("jobs", "fraud", "food")


@pytest.mark.parametrize("unknown", ["sub q 22-8", "sub s 2d"])
def test_a_value_that_is_not_offered_changes_nothing(world: World, unknown: str) -> None:
    session = press(world, press(world, Session(country="CN"), "subscribe").session, "sub s 1d").session
    held = session.subscription
    assert held is not None
    assert held.quiet
    assert press(world, session, unknown).session.subscription == held


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Unsubscribe!", "sub.stopped"),
        ("stop sending me alerts", "sub.stopped"),
        ("退订。", "sub.stopped"),
        ("取消訂閱", "sub.stopped"),
        ("how do i unsubscribe", "alerts.unsubscribe"),
        ("delete my data", "forget.ask"),
    ],
)
def test_what_is_plainly_asked_for_is_done(world: World, text: str, reply: str) -> None:
    held = press(world, Session(), "subscribe").session
    turn = step(held, Text(text, NOW), world)
    assert turn.replies[0].id == reply
    assert (turn.session.subscription is None) is (reply == "sub.stopped")


def test_stop_ends_the_alerts(world: World) -> None:
    held = press(world, Session(), "subscribe").session
    assert press(world, held, "stop").session.subscription is None


def test_topics_are_listed_as_the_language_writes_a_list(world: World) -> None:
    assert "海外招工、诈骗、食品安全" in press(world, Session(), "subscribe", "zh").replies[0].html


def write(world: World, session: Session, words: str) -> Turn:
    return step(session, Text(words, NOW, "en"), world)


def test_who_has_no_clock_is_promised_no_nights_and_told_how_to_get_them(world: World) -> None:
    intro = press(world, Session(), "alerts").replies[0].html
    assert "Tell me your country" in intro
    assert "22:00" not in intro
    panel = press(world, Session(), "subscribe")
    assert subscribed(panel).quiet is None
    assert "none yet, as I do not know your clock" in panel.replies[0].html


def test_who_has_a_clock_is_told_the_hours_before_they_subscribe(world: World) -> None:
    assert "22:00–07:00 (Bangkok)" in press(world, Session(country="TH"), "alerts").replies[0].html
    chinese = press(world, Session(lang="zh", lang_chosen=True), "alerts").replies[0].html
    assert "22:00–07:00（Shanghai）" in chinese


@pytest.mark.parametrize("way", ["sub c KE", "sub z Africa/Nairobi", "country KE"])
def test_nights_are_kept_free_once_the_clock_is_known(world: World, way: str) -> None:
    session = press(world, press(world, Session(), "subscribe").session, way).session
    assert session.subscription is not None
    assert (session.subscription.quiet, session.subscription.zone) == ((1320, 420), "Africa/Nairobi")


def test_who_wants_no_quiet_hours_gets_none_with_the_clock(world: World) -> None:
    session = press(world, press(world, Session(), "subscribe").session, "sub q off").session
    assert subscribed(press(world, session, "sub c KE")).quiet is None


def test_quiet_hours_without_a_clock_are_followed_by_the_question_for_it(world: World) -> None:
    session = press(world, Session(), "subscribe").session
    assert press(world, session, "sub q 21-8").replies[-1].id == "sub.choose.z"
    assert write(world, session, "not at night please").replies[-1].id == "sub.choose.z"


@pytest.mark.parametrize("words", ["pause alerts for 3 days", "先停几天"])
def test_a_pause_in_words_is_made_and_can_be_undone(world: World, words: str) -> None:
    session = press(world, Session(country="TH"), "subscribe").session
    turn = write(world, session, words)
    assert subscribed(turn).asleep_until == NOW + timedelta(days=3)
    assert turn.replies[0].id == "sub.panel"
    undo = commands(turn)[0]
    assert press(world, turn.session, undo).session.subscription == session.subscription


def test_quiet_hours_in_words_are_set_and_can_be_undone(world: World) -> None:
    session = press(world, Session(country="TH"), "subscribe").session
    turn = write(world, session, "免打扰晚上十点到早上八点")
    assert subscribed(turn).quiet == (1320, 480)
    assert press(world, turn.session, commands(turn)[0]).session.subscription == session.subscription


def test_only_my_country_is_answered_with_what_comes(world: World) -> None:
    session = press(world, Session(country="TH"), "subscribe").session
    assert write(world, session, "only for my country").replies[0].id == "sub.only_own"
    nowhere = press(world, Session(), "subscribe").session
    assert write(world, nowhere, "only for my country").replies[0].id == "sub.choose.c"


def test_who_has_no_alerts_is_told_that_there_is_nothing_to_pause(world: World) -> None:
    assert write(world, Session(asked_country=True), "pause alerts for 3 days").replies[0].id == "sub.none"


def test_under_answers_about_alerts_stand_the_ways_that_fit(world: World) -> None:
    new = commands(press(world, Session(), "ask alerts.frequency"))
    assert "subscribe" in new
    assert "alerts" not in new
    has = commands(press(world, press(world, Session(), "subscribe").session, "ask alerts.frequency"))
    assert {"alerts", "sub q", "sub s"} <= set(has)
    assert "subscribe" not in has
