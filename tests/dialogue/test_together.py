"""Several messages are one offer, a question after an offer stays a question, two offers are two."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.recent import Recent
from bot.dialogue.step import step
from bot.dialogue.types import AwaitOffer, Button, Command, Idle, Message, Reply, Session, Text, Turn, World
from bot.match.types import Decision
from bot.offer.reading import Reading

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HIRING = "URGENT hiring! Customer service rep in Cambodia, salary 1500 to 2500 dollars a month plus commission."
REST = "No experience needed, free ticket, free food and room. Only few places. PM me on Telegram @luckyhr_88"
VISA = "Enter on a tourist visa first, the company keeps your passport until the contract ends."
ZH_HIRING = "招聘海外客服，工作地点柬埔寨，月薪15000到30000元。"
ZH_REST = "无需经验，包食宿包机票，旅游签证入境，护照由公司统一保管。联系飞机@kefu_hr"
NURSE = "We are hiring a registered nurse in Manchester. Salary: 33,000 GBP a year. Employer: St Mary's Hospital."
FACTORY = "We are hiring warehouse workers in Leeds. Pay: 12.60 GBP per hour, contract from the first day."


class Chat:
    """One chat with its memory, as each shell has it; `wait` seconds go by before a message."""

    def __init__(self, world: World) -> None:
        self.world, self.session, self.recent, self.now = world, Session(), Recent(), NOW

    def send(self, message: str, *, wait: float = 5, origin: str | None = None) -> Turn:
        self.now += timedelta(seconds=wait)
        said: Message = Text(message, self.now, "en", origin)
        if message.startswith("/"):
            name, _, argument = message[1:].partition(" ")
            said = Command(name, argument, self.now, "en")
        turn = step(self.session, self.recent.given(1, said), self.world)
        self.session = turn.session
        self.recent.take(1, turn.held, said.at)
        return turn

    def ids(self, *messages: str) -> list[str]:
        return [reply.id for message in messages for reply in self.send(message).replies]


@pytest.fixture
def chat(world: World) -> Chat:
    return Chat(world)


def note(chat: Chat, key: str, reply: Reply, lang: str = "en") -> bool:
    return chat.world.catalog.languages[lang].ui[key] in reply.html


@pytest.mark.parametrize(("lang", "parts"), [("en", (HIRING, REST, VISA)), ("zh", (ZH_HIRING, ZH_REST))])
def test_messages_one_after_another_are_read_as_one_offer(chat: Chat, lang: str, parts: tuple[str, ...]) -> None:
    turns = [chat.send(part) for part in parts]
    assert [turn.replies[-1].id for turn in turns] == ["check.card"] * len(parts)
    assert not note(chat, "check.together", turns[0].replies[0], lang)
    assert all(note(chat, "check.together", turn.replies[0], lang) for turn in turns[1:])
    assert turns[-1].held == parts
    whole = chat.world.check(chat.world.read("\n".join(parts)), lang, described=True)
    assert (chat.session.checked or "").split() == whole.words(12).split()


@pytest.mark.parametrize("awaited", [False, True])
def test_no_text_is_read_twice_for_one_message(world: World, *, awaited: bool) -> None:
    texts: list[str] = []

    def noted(text: str) -> Reading:
        texts.append(text)
        return world.read(text)

    state = AwaitOffer() if awaited else Idle()
    turn = step(Session(state=state), Text(REST, NOW, "en", None, (HIRING,)), replace(world, read=noted))
    assert turn.replies[-1].id == "check.card"
    assert texts == [REST, f"{HIRING}\n{REST}"]


def test_an_offer_whose_writer_says_where_they_are_is_read_once(world: World) -> None:
    texts: list[str] = []

    def noted(text: str) -> Reading:
        texts.append(text)
        return world.read(text)

    said = f"I am in Thailand now. {HIRING}"
    turn = step(Session(), Text(said, NOW, "en"), replace(world, read=noted))
    assert turn.replies[-1].id == "check.card"
    assert texts == [said]


def test_an_awaited_offer_may_begin_with_what_is_no_offer_yet(chat: Chat) -> None:
    assert chat.ids("/check", "Company: Golden Phoenix Ltd. Modern office in Cambodia.") == ["check.ask", "check.more"]
    turn = chat.send(REST)
    assert turn.replies[-1].id == "check.card"
    assert note(chat, "check.together", turn.replies[0])


def test_after_a_minute_or_a_jump_of_the_clock_a_message_stands_alone(chat: Chat) -> None:
    for wait in (61, -3600):
        chat.send(HIRING)
        assert not note(chat, "check.together", chat.send(REST, wait=wait).replies[0])


@pytest.mark.parametrize(
    "question",
    [
        *("is this real?", "what should I do?", "should I go?", "can i trust them", "they took my money, what now"),
        *("这是真的吗", "怎么办", "我该去吗", "how many fraud cases were cracked?", "thanks"),
    ],
)
def test_a_question_after_an_offer_stays_a_question(chat: Chat, question: str) -> None:
    chat.send(HIRING)
    turn = chat.send(question)
    assert not any(reply.id == "check.card" for reply in turn.replies)
    assert turn.replies


def test_a_question_between_two_parts_does_not_part_them(chat: Chat) -> None:
    chat.ids(HIRING, "is this real?")
    assert note(chat, "check.together", chat.send(REST).replies[0])


def test_an_emergency_interrupts_an_offer_in_parts(chat: Chat) -> None:
    for before in (["/check"], ["/check", "Bavet, Cambodia."], [HIRING]):
        chat.ids("/forget yes", *before)
        assert chat.ids("they took my passport and won't let me leave the compound")[0] == "jobs.trapped"


def test_two_whole_offers_are_read_apart_and_the_card_says_so(chat: Chat) -> None:
    chat.send(NURSE)
    turn = chat.send(FACTORY)
    assert turn.replies[-1].id == "check.card"
    assert note(chat, "check.apart", turn.replies[0])
    assert turn.held == (FACTORY,)


def test_a_text_that_the_app_cut_is_one_offer_however_whole_its_halves_are(chat: Chat) -> None:
    long = f"{NURSE}\n{'You will care for people on our wards. ' * 110}"
    chat.send(long[:4096])
    assert note(chat, "check.together", chat.send(f"{long[4096:]}\n{FACTORY}").replies[0])


def test_the_same_text_again_is_read_alone(chat: Chat) -> None:
    chat.send(HIRING)
    turn = chat.send(HIRING)
    assert turn.held == (HIRING,)
    assert not note(chat, "check.together", turn.replies[0])


def test_check_begins_another_offer(chat: Chat) -> None:
    chat.ids(HIRING, "/check")
    assert not note(chat, "check.together", chat.send(REST).replies[0])


def test_forgetting_forgets_what_was_held(chat: Chat) -> None:
    chat.ids(HIRING, "/forget yes")
    assert chat.recent.chats == {}
    assert chat.recent.size == 0


def test_a_forwarded_message_goes_on_with_an_offer_whoever_speaks_in_it(chat: Chat) -> None:
    chat.send(HIRING, origin="Lucky HR")
    mine = "I work here too, they pay me 2000 dollars every month. You should come."
    assert note(chat, "check.together", chat.send(mine, origin="Lucky HR").replies[0])


def test_the_card_names_the_origin_and_an_origin_brings_no_markup(chat: Chat) -> None:
    html = chat.send(HIRING, origin="<b>HR\u202e & Co</b>" + "x" * 200).replies[0].html
    assert html.startswith("<i>Forwarded from: &lt;b&gt;HR &amp; Co&lt;/b&gt;xxx")
    assert len(html.splitlines()[0]) < 120


def test_what_is_read_together_stays_within_what_the_check_reads(chat: Chat) -> None:
    turn = chat.send(HIRING)
    for number in range(12):
        turn = chat.send(f"{number} {REST} " + "Free room and free meals for all. " * 70)
    assert turn.held is not None
    assert len(turn.held) < 12
    assert sum(map(len, turn.held)) <= 20_000


def test_text_after_check_is_checked_at_once(chat: Chat) -> None:
    assert chat.ids(f"/check {HIRING} {REST}") == ["check.card"]
    assert chat.ids("/check how many fraud cases were cracked?") == ["stats.cases"]
    assert chat.ids("/check they took my passport and won't let me leave the compound")[0] == "jobs.trapped"
    assert chat.ids("/check") == ["check.ask"]


MODELS = (
    "Models wanted! Photo casting in Phuket Thailand, all expenses paid, $4000 per month, send "
    "passport copy on WhatsApp, "
    "you will be met at airport by our driver"
)
SHUTTLE = (
    "Driver wanted, airport shuttle, Doha Airport, Qatar. 2,200 QAR per month, employment visa, "
    "contract provided by Mowasalat"
)
ZH_BORDER = "招司机，云南边境运货，一趟一万，到了缅甸那边有人接"
MAESOT = "【泰国直招】客服 月薪三万 包机票 美索园区附近 打字聊天就行 飞机 @thai_kefu88"
MANILA = "菲律宾马尼拉 招中文推广 底薪8k人民币 提成高 办工签 包吃住 飞机@mnlhr"


def urgent(world: World, intent: str) -> World:
    """The world with a matcher that takes every message for one emergency."""
    return replace(world, decide=lambda *_: Decision("answer", intent, 0.95, ()))


@pytest.mark.parametrize("text", [MODELS, SHUTTLE, ZH_BORDER])
@pytest.mark.parametrize("intent", ["jobs.en_route", "jobs.border_crossing"])
def test_a_pasted_advert_is_no_cry_for_help_whatever_its_words_resemble(world: World, text: str, intent: str) -> None:
    assert Chat(urgent(world, intent)).ids(text)[-1] == "check.card"


@pytest.mark.parametrize(
    "text",
    [
        "they drive us from bangkok airport to the border now, driver took the phones, help",
        "司机带我们去边境了 他们收了手机 救命",
        "help me i am in a car to mae sot, the job was customer service, 1500 dollars, they hiring many",
    ],
)
def test_who_is_on_the_way_is_heard_at_once(world: World, text: str) -> None:
    assert Chat(urgent(world, "jobs.en_route")).ids(text)[0] == "jobs.en_route"


def test_no_example_of_a_cry_for_help_is_taken_for_an_advert(world: World) -> None:
    cries = [
        phrasing
        for language in world.catalog.languages.values()
        for intent in world.catalog.emergencies
        for phrasing in language.answers[intent].phrasings
    ]
    assert len(cries) > 500
    assert [text for text in cries if world.read(text).advert] == []


@pytest.mark.parametrize(
    ("card", "question"),
    [
        (MAESOT, "他说不去美索去曼谷，是不是就没事了"),
        (MANILA, "博彩的推广算不算骗"),
        (MODELS, "he says now it is bangkok not mae sot, so it is safe?"),
        (MODELS, "can i trust them"),
        (MODELS, "they say now poipet not phuket, still ok?"),
    ],
)
def test_who_asks_whether_all_is_well_then_hears_the_level_again(chat: Chat, card: str, question: str) -> None:
    shown = chat.send(card).replies[0].html
    (again,) = chat.send(question).replies
    assert again.id == "check.again"
    assert again.html.partition("</b>")[0] == shown.partition("</b>")[0]


def test_a_place_that_changes_is_said_to_be_a_sign(chat: Chat) -> None:
    chat.send(MAESOT)
    (again,) = chat.send("他说不去美索去曼谷，是不是就没事了").replies
    assert "半路换地方" in again.html


def test_the_level_does_not_fall_with_what_follows(chat: Chat) -> None:
    high = chat.send(MANILA).replies[0].html.partition("</b>")[0]
    after = chat.send("做真人视讯的推广，博彩类").replies[0]
    assert note(chat, "check.together", after, "zh")
    assert high in after.html


@pytest.mark.parametrize(
    "text",
    [
        "my friend was offered job in thailand. airport pickup by company driver. is it dangerous?",
        "i got a job offer from a hotel in bangkok, their driver will pick me at the airport at night, should i worry",
        "表弟找到泰国的工作，公司派车去机场接，会不会有危险",
    ],
)
def test_who_weighs_an_offer_is_not_told_to_call_the_police(world: World, text: str) -> None:
    assert Chat(urgent(world, "jobs.en_route")).ids(text)[0] in ("jobs.is_it_a_scam", "check.card")


@pytest.mark.parametrize(
    "text",
    [
        "i was offered a job in thailand, now they locked me in, is it dangerous to call",
        "my brother was offered work in laos, now he is trapped, should i call the police",
    ],
)
def test_an_offer_that_became_a_trap_is_an_emergency(world: World, text: str) -> None:
    assert Chat(urgent(world, "jobs.trapped")).ids(text)[0] == "jobs.trapped"


@pytest.mark.parametrize(
    "text",
    [
        "i want to file a complain. agency in dhaka took 2 lakh taka, no visa 6 months",
        "I am Rajan from Nepal my agent take passport and money 3 lakh, job Malaysia factory no come",
        "中介收了我五万，说去日本，八个月了签证还没有",
    ],
)
def test_who_lost_money_to_an_agent_is_offered_what_helps(world: World, text: str) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.1, ()))
    (asked,) = Chat(unsure).send(text).replies
    commands = [button.command for row in asked.buttons for button in row if isinstance(button, Button)]
    assert commands[:3] == ["ask jobs.report_recruiter", "ask fraud.sent_money", "ask jobs.unpaid"]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("so he is locked there now, is it safe to call the police", 0.5),
        ("then he drives us over now, is it safe", 0.75),
    ],
)
def test_a_cry_for_help_under_a_card_is_heard(world: World, text: str, score: float) -> None:
    chat = Chat(world)
    chat.send(MODELS)
    chat.world = replace(world, decide=lambda *_: Decision("answer", "jobs.en_route", score, ()))
    assert chat.ids(text)[0] == "jobs.en_route"
