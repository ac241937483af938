"""The dialogue as scripts: messages in, reply ids out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.html import faults, text_of
from bot.dialogue.flows.country import name
from bot.dialogue.recent import Recent
from bot.dialogue.saved import dump, load
from bot.dialogue.step import step
from bot.dialogue.types import (
    AwaitCountry,
    AwaitOffer,
    Button,
    Command,
    Idle,
    Message,
    Reply,
    Session,
    Subscription,
    Text,
    Unreadable,
    World,
)
from bot.dialogue.words import COMMANDS
from bot.match.language import foreign
from bot.match.types import Context, Decision, Match

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TELEGRAM_TEXT, TELEGRAM_DATA, TELEGRAM_BUTTONS = 4096, 64, 100


def text(words: str, hint: str | None = "en") -> Text:
    return Text(words, NOW, hint)


def command(words: str, hint: str | None = "en", *, pressed: bool = False) -> Command:
    name, _, argument = words.partition(" ")
    return Command(name, argument, NOW, hint, pressed)


def play(world: World, *messages: Message, session: Session | None = None) -> tuple[Session, list[str]]:
    session = session or Session()
    ids: list[str] = []
    for message in messages:
        turn = step(session, message, world)
        session = turn.session
        ids += [reply.id for reply in turn.replies]
    return session, ids


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("start", "welcome"),
        ("help", "bot.help"),
        ("stats", "stats.all"),
        ("check", "check.ask"),
        ("alerts", "sub.intro"),
        ("subscribe", "sub.panel"),
        ("unsubscribe", "sub.none"),
        ("start sub_jobs", "sub.panel"),
        ("mydata", "mydata.head"),
        ("report", "food.report"),
        ("sos", "sos.no_country"),
        ("language", "language.ask"),
        ("country", "country.ask"),
        ("privacy", "bot.privacy"),
        ("forget", "forget.ask"),
        ("ask stats.cases", "stats.cases"),
        ("start jobs_trapped", "jobs.trapped"),
        ("start check", "check.ask"),
        ("nonsense", "command.unknown"),
        ("ask no.such_intent", "command.unknown"),
    ],
)
def test_a_command_gets_its_reply(world: World, words: str, reply: str) -> None:
    assert play(world, command(words))[1][0] == reply


def test_every_command_of_the_menu_is_known(world: World) -> None:
    for each in COMMANDS:
        assert play(world, command(each))[1] != ["command.unknown"], each


def test_a_question_is_answered_with_its_source_and_buttons(world: World) -> None:
    turn = step(Session(), text("how many fraud cases were cracked?"), world)
    assert turn.replies[0].id == "stats.cases"
    assert "about 1.74 million" in turn.replies[0].html
    assert turn.replies[0].buttons


def test_the_figures_come_as_a_picture_in_the_language_of_the_question(world: World) -> None:
    assert step(Session(), command("stats", "zh-hans"), world).replies[0].picture == "stats zh"
    assert step(Session(), command("stats", "en"), world).replies[0].picture == "stats en"


def test_start_begins_anew(world: World) -> None:
    session, _ = play(world, command("ask food.meat"))
    assert session.last_intent == "food.meat"
    assert play(world, command("start"), session=session)[0].last_intent is None


@pytest.mark.parametrize(("hours", "followed"), [(5, True), (20, False), (-20, False)])
def test_a_message_on_the_next_day_goes_on_about_nothing(world: World, hours: int, *, followed: bool) -> None:
    asked = step(Session(), command("ask food.meat"), world).session
    later = NOW + timedelta(hours=hours)
    given: list[str | None] = []

    def noted(text: str, context: Context) -> Decision:
        assert text
        given.append(context.last_intent)
        return Decision("unknown", None, 0.0, ())

    step(asked, Text("how do I report it?", later), replace(world, decide=noted))
    assert given == ["food.meat" if followed else None]
    kept = step(asked, Command("alerts", "", later), world).session.last_intent
    assert kept == ("food.meat" if followed else None)


def test_a_conversation_goes_on_for_as_long_as_somebody_writes(world: World) -> None:
    session = step(Session(country="KE"), command("ask jobs.trapped"), world).session
    for hours in (5, 10, 15):
        session = step(session, Command("alerts", "", NOW + timedelta(hours=hours)), world).session
    assert session.last_intent == "jobs.trapped"


def test_a_question_out_of_scope_is_not_answered(world: World) -> None:
    turn = step(Session(), text("xylophone quarterly butterfly zeppelin"), world)
    assert [reply.id for reply in turn.replies] == ["unknown"]
    assert turn.replies[0].buttons


def test_the_script_of_the_message_chooses_the_language(world: World) -> None:
    session, _ = play(world, text("你好", "en"))
    assert session.lang == "zh"
    assert "删除" in step(session, command("forget", "en"), world).replies[0].html


def test_a_chosen_language_stays(world: World) -> None:
    session, _ = play(world, command("language zh"), text("how many fraud cases were cracked?"))
    assert session.lang == "zh"
    assert session.lang_chosen


def test_an_unknown_language_code_falls_back_to_english(world: World) -> None:
    asked = step(Session(), command("language tlh", "tlh"), world).replies[0]
    assert asked.html == world.catalog.languages["en"].ui["language.ask"]
    assert step(Session(), command("start", "tlh"), world).session.lang == "en"


def test_what_somebody_forwards_does_not_change_their_language(world: World) -> None:
    session, _ = play(world, text("我收到一个工作邀请", None))
    assert session.lang == "zh"
    session = step(session, Text(OFFERS[0], NOW, None, "Lucky HR"), world).session
    assert session.lang == "zh"


def test_the_country_is_asked_once_and_then_the_answer_comes_again(world: World) -> None:
    session, ids = play(world, command("ask jobs.trapped"))
    assert ids == ["jobs.trapped", "country.ask"]
    session, ids = play(world, text("Thailand"), session=session)
    assert ids == ["country.set", "jobs.trapped"]
    assert session.country == "TH"
    fresh, _ = play(world, command("ask jobs.trapped"))
    assert play(world, command("ask jobs.trapped"), session=fresh)[1] == ["jobs.trapped"]


def test_who_holds_another_passport_is_given_their_own_consulate(world: World) -> None:
    turn = step(Session(country="TH"), command("ask jobs.trapped"), world)
    button = turn.replies[0].buttons[0][0]
    assert isinstance(button, Button)
    shown = step(turn.session, command(button.command, pressed=True), world)
    assert [(reply.id, reply.edit) for reply in shown.replies] == [("home.ask", False)]
    session, ids = play(world, command("home ID jobs.trapped", pressed=True), session=shown.session)
    assert ids == ["home.set", "jobs.trapped"]
    again = step(session, command("ask jobs.trapped"), world).replies[0]
    assert "+66 92-903-1103" in again.html
    assert button not in [each for row in again.buttons for each in row]


@pytest.mark.parametrize("here", [None, "KH", "MM", "LA", "TH", "AE", "PH"])
def test_a_consular_line_is_promised_where_one_is_shown_and_nowhere_else(world: World, here: str | None) -> None:
    told = {}
    for home in world.catalog.countries.keys() - {here}:
        turn = step(Session(country=here), command(f"home {home}"), world)
        abroad = here or next(code for code in ("FR", "TH") if code != home)
        shown = step(replace(turn.session, country=abroad), command("sos"), world)
        head = f"<b>{name(world, 'en', home)}</b>\n"
        lines = "".join(reply.html for reply in shown.replies).split(head)[1]
        told[home] = (turn.replies[0].id, lines.startswith(("☎", "🌐")))
    assert set(told.values()) == {("home.set", True), ("home.set.none", False)}
    assert (told["NP"][1], told["ZA"][1], told["IN"][1], told["ID"][1]) == (False, False, True, True)


@pytest.mark.parametrize(("typed", "code"), [("泰国", "TH"), ("thailand", "TH"), ("  Viet Nam!", "VN"), ("PH", "PH")])
def test_a_country_is_found_by_its_name_in_any_language(world: World, typed: str, code: str) -> None:
    assert play(world, command("country"), text(typed))[0].country == code


@pytest.mark.parametrize(
    ("typed", "offered"), [("Cambodai", "KH"), ("kenia", "KE"), ("Austria", "AU"), ("Niger", "NG")]
)
def test_a_country_that_a_word_may_mean_is_asked_about_and_the_answer_comes_after(
    world: World, typed: str, offered: str
) -> None:
    session, _ = play(world, command("ask jobs.trapped"))
    asked = step(session, text(typed), world)
    assert (asked.session.country, asked.replies[0].id) == (None, "country.which")
    assert Button(name(world, "en", offered), f"country {offered} jobs.trapped") in asked.replies[0].buttons[0]
    assert play(world, command(f"country {offered} jobs.trapped"), session=asked.session)[1][-1] == "jobs.trapped"


@pytest.mark.parametrize("word", ["bad", "the", "can", "eat", "mail", "kid", "in", "my", "no idea"])
def test_a_common_word_is_no_country(world: World, word: str) -> None:
    session, _ = play(world, command("ask jobs.trapped"))
    turn = step(session, text(word), replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ())))
    assert turn.session.country is None
    assert turn.replies[0].id != "country.which"


@pytest.mark.parametrize("command_line", ["country 0 " + "x" * 60, "home 0 " + "x" * 60, "country TH " + "长" * 60])
def test_words_after_a_command_make_no_button_longer_than_telegram_takes(world: World, command_line: str) -> None:
    for reply in step(Session(), command(command_line), world).replies:
        for button in (button for row in reply.buttons for button in row if isinstance(button, Button)):
            assert len(button.command.encode()) <= 64


def test_a_question_while_the_country_is_awaited_is_still_answered(world: World) -> None:
    assert play(world, command("country"), text("how many fraud cases were cracked?"))[1][-1] == "stats.cases"


def test_the_first_page_has_the_countries_that_the_languages_readers_are_in(world: World) -> None:
    codes = {
        lang: [button.command for row in reply.buttons for button in row if isinstance(button, Button)]
        for lang in ("en", "zh")
        for reply in step(Session(lang=lang, lang_chosen=True), command("country"), world).replies
    }
    assert {f"country {code}" for code in ("CN", "HK", "TW", "MY", "SG", "MM", "KH", "TH", "LA")} < set(codes["zh"])
    assert codes["en"][:2] == ["country AU", "country BD"]


def test_what_goes_on_about_an_answer_hears_again_what_to_do(world: World) -> None:
    goes_on = Decision("answer", "fraud.investment", 0.9, (), goes_on=True)
    deciding = replace(world, decide=lambda _text, _context: goes_on)
    turn = step(Session(lang="zh", last_intent="fraud.investment", last_at=NOW), text("要先交税才能提"), deciding)
    first, *_ = world.catalog.languages["zh"].answers["fraud.investment"].answer.splitlines()
    assert turn.replies[0].id == "above"
    assert turn.replies[0].html.splitlines()[0] == first


@pytest.mark.parametrize(("intent", "again"), [("fraud.loan", "above"), ("bot.thanks", "bot.thanks")])
def test_the_same_answer_is_not_written_out_twice_in_a_row(world: World, intent: str, again: str) -> None:
    deciding = replace(world, decide=lambda _text, _context: Decision("answer", intent, 0.9, ()))
    session, ids = play(deciding, text("他说不交就要坐牢"), text("会影响征信吗"), session=Session(asked_country=True))
    assert (ids, session.last_intent) == ([intent, again], intent)


def test_a_flag_button_sets_the_country_a_year_later(world: World) -> None:
    assert play(world, command("country TH", pressed=True))[0].country == "TH"


def test_an_emergency_is_said_again_in_brief(world: World) -> None:
    deciding = replace(world, decide=lambda _text, _context: Decision("answer", "bot.distress", 0.9, ()))
    full = step(Session(country="IN"), text("i cannot go on"), deciding)
    (again,) = step(full.session, text("i have a rope"), deciding).replies
    answer = world.catalog.languages["en"].answers["bot.distress"]
    said, before = text_of(again.html).splitlines(), text_of(full.replies[0].html).splitlines()
    assert any("14416" in line for line in said)
    assert [said[0], said[-1]] == [before[0], text_of(answer.answer.splitlines()[-1])]
    assert answer.and_then
    then = text_of(answer.and_then).splitlines()
    assert [line for line in said if line not in before] == then, "what comes next, and nothing else that is new"


@pytest.mark.parametrize(
    ("intent", "more"),
    [("fraud.loan", "fraud.loan"), ("bot.no_answer", None), ("jobs.police_wait", "jobs.police_wait")],
)
def test_who_asks_for_more_is_told_what_comes_next_or_that_there_is_no_more(
    world: World, intent: str, more: str | None
) -> None:
    deciding = replace(world, decide=lambda _text, _context: Decision("answer", intent, 0.9, (), goes_on=True))
    for lang in ("en", "zh"):
        (again,) = step(
            Session(lang=lang, last_intent=intent, last_at=NOW, country="TH"), text("1", lang), deciding
        ).replies
        then = world.catalog.languages[lang].answers[intent].and_then
        assert again.id == "above"
        assert bool(then) == bool(more)
        assert (text_of(then).splitlines()[-1] in text_of(again.html)) if then else ("“" in again.html)


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ("jobs.trapped", "bot.afraid"),
        ("jobs.escaped", "jobs.passport"),
        ("jobs.abused", "bot.afraid"),
        ("jobs.at_gate", "jobs.already_accepted"),
        ("bot.distress", "fraud.ashamed"),
    ],
)
def test_what_people_write_as_well_in_an_emergency_leads_to_no_other_answer(
    world: World, last: str, found: str
) -> None:
    for made in (
        Decision("answer", found, 0.9, ()),
        Decision("disambiguate", None, 0.4, (Match(found, 0.4), Match(last, 0.3))),
    ):
        deciding = replace(world, decide=lambda *_, made=made: made)
        turn = step(Session(last_intent=last, last_at=NOW, asked_country=True), text("no passport"), deciding)
        assert [reply.id for reply in turn.replies] == ["above"]
        assert turn.session.last_intent == last


def _unsure(*found: tuple[str, float]) -> Decision:
    return Decision("disambiguate", None, found[0][1], tuple(Match(intent, score) for intent, score in found))


def test_one_that_may_be_meant_is_asked_about_as_one(world: World) -> None:
    asked = [
        step(Session(), text("the milk is old"), replace(world, decide=lambda *_, found=found: found)).replies[0].html
        for found in (_unsure(("food.meat", 0.3)), _unsure(("food.meat", 0.3), ("food.sick", 0.2)))
    ]
    assert ["Is this what you mean?" in asked[0], "one of these" in asked[1]] == [True, True]


def test_what_is_likely_meant_is_answered_as_a_guess_with_the_way_on(world: World) -> None:
    unsure = replace(world, decide=lambda *_: _unsure(("food.meat", 0.5), ("food.report", 0.3)))
    turn = step(Session(), text("the milk is old"), unsure)
    told, plain = turn.replies[0], step(Session(), command("ask food.meat", pressed=True), world).replies[0]
    assert told.id == "food.meat"
    assert told.html.startswith("<b>I am not sure")
    assert told.html.endswith(plain.html)
    below = [button.command for row in told.buttons for button in row if isinstance(button, Button)]
    assert below[-2:] == ["ask food.report", "none food.meat"]
    wrong = step(turn.session, command("none food.meat", pressed=True), world)
    assert (wrong.replies[0].id, wrong.session.last_intent) == ("unknown", None)


def test_an_emergency_that_is_not_sure_is_never_a_guess(world: World) -> None:
    unsure = replace(world, decide=lambda *_: _unsure(("food.meat", 0.39), ("food.sick", 0.3)))
    assert step(Session(), text("the milk is old"), unsure).replies[0].id == "disambiguate"


def test_a_second_question_is_offered_above_the_list_of_countries(world: World) -> None:
    both = Decision("answer", "jobs.trapped", 0.9, (), also="fraud.fake_police")
    turn = step(Session(), text("help"), replace(world, decide=lambda *_: both))
    assert [reply.id for reply in turn.replies] == ["jobs.trapped", "also", "country.ask"]


def test_an_emergency_interrupts_every_state(world: World) -> None:
    for state in (Idle(), AwaitOffer(), AwaitCountry()):
        session = replace(Session(), state=state)
        _, ids = play(world, text("they took my passport and won't let me leave the compound"), session=session)
        assert ids[0] == "jobs.trapped", state


def test_an_offer_is_checked_without_any_command(world: World) -> None:
    offer = (
        "Hiring customer service chat agents in Myawaddy! No experience needed, USD 3000 a month, free flight and "
        "accommodation, enter on a tourist visa and we convert it later. Contact HR on Telegram @fastjob88 today!"
    )
    assert play(world, text(offer))[1][0] == "check.card"
    assert play(world, command("check"), text(offer))[1][-1] == "check.card"


@pytest.mark.parametrize("words", ["stop", "forget me", "退订", "kenyan", "Thailand"])
def test_words_after_check_are_an_offer_and_no_command_and_no_country(world: World, words: str) -> None:
    before = Session(
        lang="en",
        subscription=Subscription(("jobs",), zone="Africa/Nairobi"),
        country="KE",
        last_intent="bot.hotlines",
        last_at=NOW,
    )
    turn = step(before, command(f"check {words}"), world)
    assert (turn.session.subscription, turn.session.country, turn.session.home) == (before.subscription, "KE", None)
    assert not {"sub.stopped", "forget.ask", "home.set", "country.set", "country.which_way"} & {
        reply.id for reply in turn.replies
    }
    assert turn.tasks == ()


@pytest.mark.parametrize(
    ("offer", "buttons"),
    [
        ("Typists in Myawaddy, 3000 USD a month, enter on a tourist visa, Telegram @fastjob88", {"why", "share"}),
        ("Waiter in Dubai, 900 USD a month, free flight, start tomorrow.", {"why", "questions", "share"}),
        ("Plumber's mate in Leeds, 13 pounds an hour, ask for Ann, CV to ann@pipes.example", {"questions"}),
    ],
)
def test_who_is_told_to_stop_is_not_helped_to_write_to_the_recruiter(
    world: World, offer: str, buttons: set[str]
) -> None:
    reply = step(Session(state=AwaitOffer()), text(offer), world).replies[-1]
    assert {name for name, *_ in _pressable(reply)} & {"why", "questions", "share"} == buttons


def test_a_button_under_an_earlier_card_does_not_explain_the_newest(world: World) -> None:
    earlier = "Typists in Myawaddy, 3000 USD a month, enter on a tourist visa, Telegram @fastjob88"
    later = "Waiter in Dubai, 900 USD a month, free flight, start tomorrow."
    first = step(Session(state=AwaitOffer()), text(earlier), world)
    (old,) = (argument for name, argument in _pressable(first.replies[-1]) if name == "why")
    assert step(first.session, command(f"why {old}"), world).replies[0].id == "check.why"
    second = step(replace(first.session, state=AwaitOffer()), text(later), world)
    for button in ("why", "questions", "share"):
        turn = step(second.session, command(f"{button} {old}"), world)
        assert [reply.id for reply in turn.replies] == ["check.earlier"]


def _pressable(reply: Reply) -> list[tuple[str, str]]:
    """The names and arguments of a reply's buttons."""
    parted = [button.command.partition(" ") for row in reply.buttons for button in row if isinstance(button, Button)]
    return [(name, argument) for name, _, argument in parted]


def test_an_employer_in_the_next_town_is_not_asked_for_a_visa(world: World) -> None:
    offer = "Plumber's mate in Leeds, 13 pounds an hour, no experience needed, ask for Ann, CV to ann@pipes.example"
    session = step(Session(state=AwaitOffer()), text(offer), world).session
    (asked,) = step(session, command("questions"), world).replies
    assert "hours and the duties" in asked.html
    assert "visa" not in asked.html


def test_an_offer_cannot_bring_markup_into_the_card(world: World) -> None:
    offer = (
        "<b>URGENT</b> <a href='x'>hiring</a> chat agents in Myawaddy & KK park, no experience, USD 3000 per month, "
        "enter on a tourist visa, free flight <script>alert(1)</script> contact Telegram @job"
    )
    for reply in step(Session(state=AwaitOffer()), text(offer), world).replies:
        assert faults(reply.html) == []
        assert "<script>" not in reply.html


def test_forgetting_leaves_nothing(world: World) -> None:
    session, _ = play(world, command("country TH"), command("language zh"))
    asked = step(session, command("forget"), world)
    button = asked.replies[0].buttons[0][0]
    assert isinstance(button, Button)
    forgotten, ids = play(world, command(button.command), session=asked.session)
    assert ids == ["forget.done"]
    assert dump(forgotten) == {}


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "video", "document", "location", "contact", "other"])
def test_what_cannot_be_read_gets_a_word(world: World, kind: str) -> None:
    turn = step(Session(), Unreadable(kind, NOW, "en"), world)  # type: ignore[arg-type]
    assert turn.replies[0].html


@pytest.mark.parametrize(
    "words", ["", "   ", "\u200b\u200d", "😀" * 4096, "a" * 1_000_000, "مرحبا كيف حالك", "\u202eabc", "\x00"]
)
def test_odd_text_gets_a_sensible_reply_and_a_sound_session(world: World, words: str) -> None:
    turn = step(Session(), text(words), world)
    assert turn.replies
    assert load(dump(turn.session)) == (turn.session, False)


OFFERS = (
    "Hiring chat agents in Myawaddy! No experience, USD 3000 a month, tourist visa.",
    "Free flight and free room. Telegram @fastjob88",
    "招聘海外客服，月薪3万，无需经验，护照统一保管。",
)
BUTTONS = st.sampled_from(
    ["start", "check", "country", "country TH", "country 1", "home CN", "sos", "none", "topic jobs 1", "forget yes"]
) | st.sampled_from(
    [
        "keep",
        "keep yes",
        "keep yes 00",
        "keep no",
        "check we are hiring",
        "subscribe",
        "alerts",
        "unsubscribe",
        "sub t jobs",
        "sub c 2",
        "sub z Asia/Bangkok",
        "sub s 1w",
    ]
)
MESSAGES = st.one_of(
    st.text(max_size=60).map(text),
    st.sampled_from([*OFFERS, "我被困在园区了", "is it a scam", "Thailand", "hi", "怎么举报", "12"]).map(text),
    st.text(max_size=20).map(command),
    BUTTONS.map(command),
    st.sampled_from(["sticker", "voice", "photo"]).map(lambda kind: Unreadable(kind, NOW)),  # type: ignore[arg-type]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MESSAGES, max_size=6))
def test_any_conversation_is_answered_within_telegrams_limits(world: World, messages: list[Message]) -> None:
    session, recent = Session(), Recent()
    for message in messages:
        turn = step(session, recent.given(1, message), world)
        session = turn.session
        recent.take(1, turn.held, message.at)
        assert turn.replies
        assert load(dump(session)) == (session, False)
        for reply in turn.replies:
            assert reply.html.strip()
            assert len(text_of(reply.html)) <= TELEGRAM_TEXT
            buttons = [button for row in reply.buttons for button in row]
            assert len(buttons) <= TELEGRAM_BUTTONS
            assert all(len(b.command.encode()) <= TELEGRAM_DATA for b in buttons if isinstance(b, Button))


@pytest.mark.parametrize(
    "asked",
    [
        "พวกเขายึดหนังสือเดินทางของฉัน",
        "mi hermano está atrapado en myanmar",
        "ils ont pris mon passeport",
        "meine mutter hat einem betrüger geld überwiesen",
        "saya terjebak di kamboja tolong",
        "tôi bị lừa sang campuchia",
    ],
)
def test_a_question_in_another_language_is_answered_with_a_word_about_it(world: World, asked: str) -> None:
    other = replace(world, decide=lambda *_: Decision("answer", "jobs.places", 0.9, ()))
    reply = step(Session(), text(asked), other).replies[0]
    assert reply.id == "jobs.places"
    assert world.catalog.languages["en"].ui["answer.foreign"] in reply.html


def test_so_is_a_guess(world: World) -> None:
    unsure = replace(world, decide=lambda *_: _unsure(("food.meat", 0.5), ("food.report", 0.3)))
    told = step(Session(), text("la carne del almuerzo en la escuela está podrida"), unsure).replies[0]
    assert told.id == "food.meat"
    assert world.catalog.languages["en"].ui["answer.foreign"] in told.html


@pytest.mark.parametrize(
    "asked",
    ["where?", "wher is it hapening pls", "i recieved a ofer frm kompany", "wo bei pian le", "诈骗在哪里", "96110?"],
)
def test_english_chinese_and_what_nobody_can_tell_get_no_such_word(world: World, asked: str) -> None:
    other = replace(world, decide=lambda *_: Decision("answer", "jobs.places", 0.9, ()))
    words = {world.catalog.languages[lang].ui["answer.foreign"] for lang in ("en", "zh")}
    assert not any(word in step(Session(), text(asked), other).replies[0].html for word in words)


def test_a_hostile_run_of_vowels_is_read_in_one_pass() -> None:
    assert foreign("a" * 4000 + " # # #")  # split in every way there is, forty letters would already take for ever
    assert not foreign("a" * 40 + " " + "zhong" * 800)


def test_what_may_be_a_cry_for_help_gets_no_card(world: World) -> None:
    asked = "my cousin got a job in myawaddy with high pay and free ticket, since friday nobody can reach her"
    (reply,) = step(Session(), text(asked), world).replies[:1]
    assert reply.id != "check.card"
    offered = [button.command for row in reply.buttons for button in row if isinstance(button, Button)]
    assert reply.id == "jobs.family_trapped" or "ask jobs.family_trapped" in offered


def test_a_question_in_the_words_of_an_offer_is_answered_where_it_surely_is_one(world: World) -> None:
    turn = step(Session(), Text("are all jobs in cambodia dangerous", NOW), world)
    assert turn.replies[0].id == "jobs.places"


def test_a_question_in_ones_own_name_about_another_scam_is_answered_whatever_signs_it_has(world: World) -> None:
    asked = text("if i pay the 8000 will they release my commission")
    assert world.check(world.read(asked.text), "en").is_offer
    other = replace(world, decide=lambda *_: Decision("answer", "fraud.task_rebate", 0.99, ()))
    assert step(Session(), asked, other).replies[0].id == "fraud.task_rebate"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        # what the answer on another fraud is about, a story on the road, and few words that state nothing
        ("i give atm card to one man, he pay me 500 dirham monthly. now bank stop everything", "fraud.lent_account"),
        ("landed in thailand for a data entry job in phuket but this driver is going north", "jobs.en_route"),
        ("八年攒的 一个礼拜没了 31万", "fraud.recover_money"),
    ],
)
def test_what_is_told_in_ones_own_words_gets_its_answer_and_no_card_of_an_offer(
    world: World, words: str, found: str
) -> None:
    other = replace(world, decide=lambda *_: Decision("answer", found, 0.65, ()))
    assert step(Session(), text(words), other).replies[0].id == found


def test_who_likes_videos_for_pay_is_told_of_that_fraud_where_the_matcher_does_not_know(world: World) -> None:
    other = replace(world, decide=lambda *_: Decision("unknown", None, 0.1, ()))
    asked = text("so i like youtube videos for them and they really paid me 5000 the first day")
    assert step(Session(), asked, other).replies[0].id == "fraud.task_rebate"


def test_a_flat_is_no_offer_of_work(world: World) -> None:
    other = replace(world, decide=lambda *_: Decision("unknown", None, 0.1, ()))
    asked = text(
        "found apartment in lyon 480 euro, he is in Scotland and can not show, wants 2 month and then posts me the key"
    )
    assert step(Session(), asked, other).replies[0].id == "unknown"


def test_what_only_goes_on_about_the_answer_above_is_not_asked_back(world: World) -> None:
    other = replace(world, decide=lambda *_: Decision("disambiguate", None, 0.3, (Match("food.sick", 0.3),)))
    assert step(Session(last_intent="food.sick", last_at=NOW), text("he is 7"), other).replies[0].id == "above"
    assert step(Session(), text("he is 7"), other).replies[0].id == "disambiguate"


def test_a_question_that_describes_an_offer_gets_the_card(world: World) -> None:
    asked = "somebody offers me work in Cambodia, 3000 dollars a month, no experience, no contract. is it real?"
    assert step(Session(), text(asked), world).replies[0].id == "check.card"
    of_one_sign = replace(world, decide=lambda *_: Decision("answer", "jobs.no_experience", 0.7, ()))
    assert step(Session(), text(asked), of_one_sign).replies[0].id == "check.card"
    told = "my agent says no experience is needed"
    assert step(Session(), text(told), of_one_sign).replies[0].id == "jobs.no_experience"


@pytest.mark.parametrize("words", ["And then?", "what next", "ok what now??", "然后呢？", "那接下来呢"])
def test_who_only_asks_to_hear_more_hears_what_to_do_again_and_the_ways_on(world: World, words: str) -> None:
    before = Session(lang="en", last_intent="fraud.task_rebate", last_at=NOW)
    (reply,) = step(before, text(words), world).replies
    assert reply.id == "above"
    known = world.catalog.intents["fraud.task_rebate"].followups
    offered = {button.command for row in reply.buttons for button in row if isinstance(button, Button)}
    assert {f"ask {each}" for each in known if not each.startswith("/")} <= offered
    assert step(Session(lang="en"), text(words), world).replies[0].id == "unknown"


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("ok i hung up", "fraud.turned_down"),
        ("i feel so stupid", "fraud.ashamed"),
        ("我真是太蠢了", "fraud.ashamed"),
        ("我已经把他拉黑了", "fraud.turned_down"),
    ],
)
def test_how_somebody_feels_and_what_they_did_is_heard_after_an_answer(world: World, words: str, intent: str) -> None:
    before = Session(country="GB", last_intent="fraud.fake_police", last_at=NOW)
    assert step(before, text(words), world).session.last_intent == intent


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (
            "Urgent hiring Cambodia customer service, no experience, 3000 USD monthly, free flight, telegram @hr",
            "High risk",
        ),
        ("招柬埔寨客服，无需经验，月薪三万，包机票，飞机联系", "风险高"),
    ],
)
@pytest.mark.parametrize("asked", ["is it safe or not", "what now", "靠谱吗"])
def test_what_is_asked_under_a_card_is_about_that_offer(world: World, offer: str, said: str, asked: str) -> None:
    checked = step(Session(), text(offer), world)
    again = step(replace(checked.session, lang_chosen=True), text(asked), world)
    assert again.replies[0].id == "check.again"
    assert said in again.replies[0].html
    assert len(again.replies[0].html) < len(checked.replies[-1].html)


def test_under_a_card_without_signs_is_offered_what_to_ask(world: World) -> None:
    advert = "Hiring: warehouse worker, Leeds, full time, 12.50 GBP an hour, written contract. Apply at jobs@acme.co.uk"
    checked = step(Session(), text(advert), world)
    (reply,) = step(checked.session, text("is it safe or not"), world).replies
    offered = [button.command for row in reply.buttons for button in row if isinstance(button, Button)]
    assert (reply.id, offered[0].split()[0]) == ("check.again", "questions")
    assert "safe" not in reply.html


def test_an_offer_that_was_checked_before_another_answer_is_not_what_is_asked_about(world: World) -> None:
    checked = step(
        Session(), text("Urgent hiring Cambodia, no experience, 3000 USD monthly, telegram @hr"), world
    ).session
    other = step(checked, command("ask jobs.is_it_a_scam"), world).session
    assert step(other, text("is it safe or not"), world).replies[0].id == "above"
    next_day = Text("is it safe or not", NOW + timedelta(days=1))
    assert step(checked, next_day, world).replies[0].id != "check.again"


@pytest.mark.parametrize(
    "advert",
    [
        "Plasterer's mate. Stockport. Cash? No, PAYE. £110 a day. 7.30 sharp. Text Gaz",
        "快递分拣临时工，双十一期间，18块一小时，日结，自备水杯，上车地点在人才市场门口，电话13800000000",
    ],
)
def test_what_may_be_part_of_an_offer_is_held_and_the_rest_asked_for(world: World, advert: str) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    turn = step(Session(), text(advert), unsure)
    assert (turn.replies[0].id, turn.held) == ("check.perhaps", (advert,))
    assert step(Session(), text("how is the weather"), unsure).replies[0].id == "unknown"


def test_a_few_sure_words_on_another_topic_are_no_offer_whatever_they_are_like(world: World) -> None:
    sure = replace(world, decide=lambda *_: Decision("answer", "alerts.unsubscribe", 0.99, ()))
    assert world.check(world.read("停一个月先"), "zh").is_offer
    assert step(Session(), text("停一个月先"), sure).replies[0].id == "alerts.unsubscribe"


@pytest.mark.parametrize(
    "unsure",
    [
        Decision("unknown", None, 0.1, (Match("food.meat", 0.1),)),
        Decision("disambiguate", None, 0.4, (Match("food.meat", 0.4),)),
    ],
)
def test_who_goes_on_in_an_emergency_is_told_again_what_to_do(world: World, unsure: Decision) -> None:
    held = replace(world, decide=lambda *_: unsure)
    said = step(
        Session(lang="en", last_intent="jobs.trapped", last_at=NOW), text("he comes up the stairs"), held
    ).replies[0]
    first = step(Session(lang="en"), command("ask jobs.trapped"), world).replies[0].html.splitlines()[0]
    assert said.id == "still"
    assert said.html.startswith(first)
    assert any(
        button.command == "ask food.meat" for row in said.buttons for button in row if isinstance(button, Button)
    ) == (unsure.kind == "disambiguate")


def test_what_somebody_tells_in_an_emergency_is_no_offer(world: World) -> None:
    held = replace(world, decide=lambda *_: Decision("unknown", None, 0.1, ()))
    told = text("they promised 3000 dollars a month and a free flight, now they want a fee")
    assert step(Session(lang="en", last_intent="jobs.trapped", last_at=NOW), told, held).replies[0].id == "still"


@pytest.mark.parametrize(("last", "first"), [("food.school", "12315"), ("fraud.screen_sharing", "96110")])
def test_whom_to_call_begins_with_the_lines_of_the_last_answer(world: World, last: str, first: str) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    before = Session(lang="zh", country="CN", last_intent=last, last_at=NOW)
    listed = step(before, text("打哪个电话"), unsure).replies[0].html
    numbers = [line for line in listed.splitlines() if line.startswith("☎")]
    assert numbers[0].startswith(f"☎ <b>{first}</b>")
    assert len(numbers) > 2


LONG_DESPAIR = (
    "I lost my job at the warehouse in february and nobody calls back. Last week I even answered one that said "
    "customer service in Cambodia, 2500 dollars a month, no experience, free ticket and room. "
    "My family does not talk to me, I have no friends left. I do not want to be alive any more, I think about ending "
    "my life every single night and I do not know how to go on."
)


@pytest.mark.parametrize("score", [0.8, 0.45])
def test_a_long_story_of_despair_is_answered_though_it_names_work_and_pay(world: World, score: float) -> None:
    offer = world.check(world.read(OFFERS[0]), "en")
    assert offer.is_offer
    sure = replace(world, decide=lambda *_: Decision("answer", "bot.distress", score, ()), check=lambda *_, **__: offer)
    assert step(Session(), text(LONG_DESPAIR), sure).replies[0].id == "bot.distress"
    forwarded = replace(text(LONG_DESPAIR), forwarded_from="Jo")
    assert step(Session(), forwarded, sure).replies[0].id == "check.card"


@pytest.mark.parametrize(
    "post",
    [
        "【今晚八点】城南图书馆夜读会，名额三十人，免费报名，来就送书签一枚[太阳] 转发给爱看书的朋友吧",
        "晚安啦，今天也辛苦了[月亮] 愿你做个好梦，明天见[爱你][爱你]",
        "虎宝宝起名大全",
        "情人节送什么礼物给老婆",
        "Road closure: Mill Lane is shut from 9 to 4 on Saturday for the half marathon. Volunteers, sign up free!",
    ],
)
def test_a_post_that_people_share_is_called_neither_an_offer_nor_a_scam(world: World, post: str) -> None:
    replies = step(Session(), text(post), world).replies
    assert not {each.id for each in replies} & {"check.card", "check.other", "check.perhaps"}


@pytest.mark.parametrize("words", ["被打了找谁做主", "没发工资找谁做证", "出事了打几个电话才有人管"])
def test_who_asks_whom_to_turn_to_is_told(world: World, words: str) -> None:
    assert world.whereabouts.whom(words)


@pytest.mark.parametrize("words", ["热水器坏了找谁修", "打几个耳洞好看", "求个头像！急！"])
def test_who_asks_for_a_plumber_is_not_given_the_police(world: World, words: str) -> None:
    assert step(Session(lang="zh"), text(words, "zh"), world).replies[0].id in {"unknown", "disambiguate"}
