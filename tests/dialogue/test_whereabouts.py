"""Who says where they are gets the numbers of that place, and nobody gets those of somebody else's."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.catalog.loader import complete
from bot.dialogue.step import step
from bot.dialogue.types import AwaitCountry, Button, Command, Reply, Session, Text, World
from bot.dialogue.whereabouts import Whereabouts
from bot.match.types import Context, Decision

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def commands(reply: Reply) -> list[str]:
    return [button.command for row in reply.buttons for button in row if isinstance(button, Button)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("i am now in thailand, they took my passport and lock the door", "TH"),
        ("I'm in Kenya. my son is in myawaddy and does not answer", "KE"),
        ("who do i call if my brother is held in Cambodia and I am in India", "IN"),
        ("they want 5000 dollar to release him, we are in Nepal", "NP"),
        ("im stuck in mae sot", "TH"),
        ("i\u2019m in usa", "US"),
        ("i live in the uk", "GB"),
        ("i am in dubai and they hold my passport", "AE"),
        ("我在卡塔尔打工", "QA"),
        ("我现在在柬埔寨，护照被收了", "KH"),
        ("我弟弟在缅甸失联了，我们在云南", "CN"),
        ("我被困在妙瓦底", "MM"),
        ("Help: I am in Laos", "LA"),
        ("i am locked in compound in cambodia", "KH"),
        ("pls help they lock us in sihanoukville", "KH"),
        ("they hold me in a company in laos cant leave", "LA"),
        ("im already in bangkok the company driver is waiting outside", "TH"),
        ("im at suvarnabhumi airport thailand driver is waiting i am scared", "TH"),
        ("am in Kenya, my brother is in Laos", "KE"),
        ("me in trouble. i work in Thailand, at the border", "TH"),
        ("我在泰国机场，他们要接我走", "TH"),
        ("我在柬埔寨园区里", "KH"),
        ("我被關在緬甸妙瓦底", "MM"),
        ("我們在馬來西亞", "MY"),
        ("我而家喺泰國", "TH"),
        ("wo zai miandian, huzhao bei shou le", "MM"),
        ("i am domestic worker in malaysia", "MY"),
        ("I am a teacher in a primary school in Kampala. 12 children vomit", "UG"),
        ("i am woman in hyderabad", "IN"),
        ("cambodia i think. they search for me", "KH"),
        ("新加坡读书", "SG"),
        ("新加坡 我刚PayNow转了一万二给骗子", "SG"),
        ("singapore. i just sent 12000 to a scammer", "SG"),
        ("迪拜 老板欠我们五个月工资", "AE"),
        ("im 16 in kuala lumpur", "MY"),
        ("i am 24 years old female in dubai", "AE"),
        ("what can our family do, were in Iloilo", "PH"),
        ("I live in Ohio", "US"),
        ("我是金边的房东，我在柴桢", "KH"),
        ("we r in lahore", "PK"),
        ("iam in lahore", "PK"),
        ("学生 在武汉", "CN"),
        ("我人 in JB", "MY"),
        ("我在桃園機場", "TW"),
        ("我在泰国 不对 我在老挝", "LA"),
        ("我在泰国，说错了，我在老挝", "LA"),
        ("i am in thailand, no sorry i am in laos", "LA"),
        ("i escaped im hiding in forest near myawaddy", "MM"),
        ("i am filipino in kk park", "MM"),
        ("i am from uganda in saudi locked in house", "SA"),
        ("im locked in a compound near mae sot but other side of river", "MM"),
        ("我在美索对面的园区里", "MM"),
        ("boss took my passport im on a site in dubai", "AE"),
        ("they keep my passport 3 month in qatar", "QA"),
        ("boss not paid us 5 month in qatar", "QA"),
        ("worked 6 months in dubai shop, no salary", "AE"),
        ("i am in addis now", "ET"),
        ("老板把我护照拿走了 在迪拜工地", "AE"),
        ("在新加坡做女佣 雇主不让我出门", "SG"),
        ("help 我被骗到缅甸了", "MM"),
        ("我是马来西亚人 被骗到缅甸", "MM"),
        ("我是马来西亚人，被人骗到缅甸了", "MM"),
        ("我在苗瓦迪", "MM"),
        ("我已经到了昆明机场", "CN"),
        ("在昆明机场", "CN"),
    ],
)
def test_the_writers_own_place_is_heard(world: World, text: str, code: str) -> None:
    assert world.whereabouts.here(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "my son is in Cambodia",
        "i am in love with a man in Thailand",
        "is it safe to go to Thailand?",
        "I was offered a job in Cambodia",
        "i am not in thailand",
        "help us",
        "they were in thailand last week",
        "we were in thailand last week",
        "i am a fan of a girl in thailand",
        "客服说我在泰国有个包裹",
        "我在国内的卡被骗子转走了5万",
        "弟弟 在缅甸 被关了",
        "我在缅甸的弟弟失联了",
        "我在中国银行有存款",
        "弟弟去了妙瓦底失联",
        "i am in Thailand and i am in Cambodia",
        "i am scared, my son in cambodia is silent",
        "i am looking for a job in thailand",
        "i am talking to a man in thailand",
        "my friend says 'i am in myanmar now'",
        "he wrote: I am in Laos, help me",
        "Brother: I am in Myanmar",
        "if i am in cambodia who do i call",
        "i m in us dollars debt",
        "I work in China Mobile",
        "I am in Thailand Jobs group on facebook",
        "她说：“我在柬埔寨”",
        "弟弟发来：我在缅甸，救我",
        "我在日本料理店上班，老板不发工资",
        "我在泰国网站上看到一个招聘",
        "我在中国大使馆门口",
        "如果我在柬埔寨被骗怎么报警",
        "在柬埔寨做客服 月薪两万 真的假的",
        "在泰国上班，老板包机票，靠谱吗",
        "喺柬埔寨做網絡推廣，包機票包住，約兩個friend一齊去",
        "我妹妹在沙特当保姆 被雇主锁在家里",
        "我妹妹 在沙特当保姆 雇主不让她出门",
        "我弟弟被骗到缅甸了",
        "我朋友说他被骗到缅甸了",
        "我的弟弟被骗到柬埔寨",
        "我到泰国要签证吗",
        "my brother is not paid 5 month in qatar",
        "what is the salary in dubai",
        "i am interested in thailand",
        "i am kenyan looking for a job in dubai",
        "i am in Thailand " * 40,
        "",
    ],
)
def test_somebody_elses_place_is_not(world: World, text: str) -> None:
    assert world.whereabouts.here(text) is None


def test_a_country_that_one_language_has_no_name_for_yet_is_found_by_the_other(world: World) -> None:
    zh = world.catalog.languages["zh"]
    ui = {key: text for key, text in zh.ui.items() if key != "countries.KE"}
    languages = {**world.catalog.languages, "zh": zh.model_copy(update={"ui": ui})}
    found = Whereabouts.of(complete(world.catalog.model_copy(update={"languages": languages})))
    assert (found.here("i am in kenya"), found.here("我在乌干达")) == ("KE", "UG")


def test_a_cry_for_help_from_another_country_than_the_one_kept_is_answered_with_its_numbers(world: World) -> None:
    turn = step(
        Session(country="KE"), Text("i am now in thailand, they took my passport and lock the door", NOW), world
    )
    assert turn.session.country == "TH"
    assert turn.replies[0].id == "jobs.trapped"
    assert "1155" in turn.replies[0].html
    assert "999" not in turn.replies[0].html
    assert turn.replies[-1].id == "country.set"


def test_a_cry_for_help_is_heard_beside_a_nationality(world: World) -> None:
    turn = step(Session(), Text("they took my passport and wont let me leave, i am from uganda", NOW), world)
    assert turn.replies[0].id == "jobs.trapped"


def test_a_question_nobody_wrote_an_answer_for_is_not_passed_over_for_the_place_in_it(world: World) -> None:
    turn = step(Session(), Text("i am in kenya, how do i renew the card of my public library", NOW), world)
    assert [reply.id for reply in turn.replies] == ["unknown", "country.set"]


def test_an_offer_does_not_say_where_its_reader_is(world: World) -> None:
    offer = (
        "We are in Cambodia, hiring typists now, 3000 USD a month, no experience, free flight, Telegram @hr_lily only"
    )
    turn = step(Session(country="KE"), Text(offer, NOW), world)
    assert turn.held
    assert turn.session.country == "KE"
    assert step(Session(), Text("i am in thailand", NOW, forwarded_from="X"), world).session.country is None


def test_a_country_that_is_only_named_answers_the_last_question_again_with_its_numbers(world: World) -> None:
    turn = step(Session(last_intent="jobs.family_trapped", last_at=NOW, asked_country=True), Text("Kenya", NOW), world)
    assert turn.session.country == "KE"
    assert [reply.id for reply in turn.replies] == ["country.set", "jobs.family_trapped"]


def test_a_bare_name_is_a_question_of_its_own_where_no_answer_with_numbers_came_before(world: World) -> None:
    assert step(Session(), Text("Cambodia", NOW), world).session.country is None
    turn = step(Session(last_intent="jobs.trapped", last_at=NOW, lang="zh"), Text("缅甸", NOW), world)
    assert turn.session.country == "MM"
    assert turn.replies[-1].id == "jobs.trapped"


def test_a_country_that_is_forwarded_is_where_somebody_else_is(world: World) -> None:
    after = Session(country="KE", last_intent="jobs.trapped", last_at=NOW)
    for session in (after, Session(country="KE"), Session(country="KE", state=AwaitCountry())):
        for words in ("Thailand", "TH"):
            forwarded = Text(words, NOW, forwarded_from="Bob")
            assert step(session, forwarded, world).session.country == "KE", (session, words)


@pytest.mark.parametrize("words", ["Thailand", "TH"])
def test_a_bare_name_or_code_beside_another_country_is_asked_about(world: World, words: str) -> None:
    turn = step(Session(country="KE", last_intent="jobs.trapped", last_at=NOW), Text(words, NOW), world)
    assert [reply.id for reply in turn.replies] == ["country.or_home"]
    assert turn.session.country == "KE"


def test_a_word_that_only_resembles_a_place_is_none_where_no_place_was_asked_for(world: World) -> None:
    assert step(Session(), Text("sales", NOW), world).session.country is None
    assert step(Session(), Text("Mae Sot", NOW), world).session.country == "TH"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("india, patna", "IN"),
        ("malaysia la", "MY"),
        ("its Benin city, nigeria", "NG"),
        ("kenya here", "KE"),
        ("bihar india", "IN"),
        ("i am woman in hyderabad", "IN"),
        ("马来西亚，槟城这边", "MY"),
    ],
)
def test_a_country_is_heard_with_its_town_and_with_small_words_beside_it(world: World, text: str, code: str) -> None:
    assert (
        step(Session(last_intent="food.sick", last_at=NOW, asked_country=True), Text(text, NOW), world).session.country
        == code
    )


@pytest.mark.parametrize("text", ["i am from uganda", "my passport is from Uganda", "Uganda"])
def test_the_passports_country_may_be_typed_where_it_is_asked_for(world: World, text: str) -> None:
    asked = step(Session(country="TH"), Command("home", "jobs.trapped", NOW), world)
    assert asked.session.state == AwaitCountry("jobs.trapped", home=True)
    turn = step(asked.session, Text(text, NOW), world)
    assert (turn.session.country, turn.session.home) == ("TH", "UG")
    assert "jobs.trapped" in [reply.id for reply in turn.replies]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("im in kenya", "KE"),
        ("in kenya", "KE"),
        ("Nigeria sir", "NG"),
        ("india please", "IN"),
        ("i stay in kampala uganda", "UG"),
        ("im in KL", "MY"),
        ("we are in cebu", "PH"),
        ("我人在云南", "CN"),
        ("柬埔寨西港", "KH"),
        ("緬甸", "MM"),
        ("我們在馬來西亞", "MY"),
        ("臺灣", "TW"),
    ],
)
def test_the_question_where_somebody_is_may_be_answered_in_a_sentence(world: World, text: str, code: str) -> None:
    asked = step(Session(), Command("ask", "jobs.en_route", NOW), world).session
    turn = step(asked, Text(text, NOW), world)
    assert turn.session.country == code
    assert [reply.id for reply in turn.replies] == ["country.set", "jobs.en_route"]
    later = step(Session(last_intent="food.report", last_at=NOW, asked_country=True), Text(text, NOW), world)
    assert [reply.id for reply in later.replies] == ["country.set", "food.report"]


@pytest.mark.parametrize("text", ["police in kenya", "kenya or uganda", "is kenya safe", "缅甸诈骗", "in love"])
def test_what_says_more_than_a_place_is_read_as_a_question(world: World, text: str) -> None:
    assert world.whereabouts.alone(text) is None


@pytest.mark.parametrize(
    ("text", "country", "home"),
    [
        ("my sister is in Laos and does not answer, I'm in Kenya, we are ugandans", "KE", "UG"),
        ("im filipino and they hold me in a company in laos", "LA", "PH"),
        ("a chinese man offers me a job, he is chinese", None, None),
        ("我在柬埔寨，我是马来西亚人 从怡保来的", "KH", "MY"),
        ("我在柬埔寨 我是馬來西亞人", "KH", "MY"),
        ("我们都是台灣人，在金邊", None, "TW"),
        ("我是中国人民银行的客服", None, None),
        ("骗我的那个人说他是新加坡人", None, None),
        ("网上认识的男朋友是马来西亚人，叫我投资", None, None),
    ],
)
def test_whose_consulate_helps_follows_from_a_nationality(
    world: World, text: str, country: str | None, home: str | None
) -> None:
    session = step(Session(), Text(text, NOW), world).session
    assert (session.country, session.home) == (country, home)


@pytest.mark.parametrize(
    ("text", "code"), [("中国人", "CN"), ("大陆人", "CN"), ("我是中国公民", "CN"), ("中国护照", "CN")]
)
def test_a_captive_who_names_their_nation_stays_where_they_are(world: World, text: str, code: str) -> None:
    held = step(Session(), Text("我被关在柬埔寨出不去", NOW), world).session
    turn = step(held, Text(text, NOW), world)
    assert (turn.session.country, turn.session.home) == ("KH", code)
    assert turn.replies[-1].id == "jobs.trapped"


@pytest.mark.parametrize("text", ["我在柬埔寨，我是马来西亚人", "我们都是台灣人，在金邊"])
def test_where_somebody_is_and_from_is_no_job_offer(world: World, text: str) -> None:
    held = Session(country="KH", asked_country=True, last_intent="jobs.trapped", last_at=NOW)
    turn = step(held, Text(text, NOW), world)
    ids = {reply.id for reply in turn.replies}
    assert ids == {"home.set", "jobs.trapped"}


def test_a_bare_country_beside_one_where_people_are_held_is_the_passports(world: World) -> None:
    held = step(Session(), Text("我被关在柬埔寨出不去", NOW), world).session
    turn = step(held, Text("中国", NOW), world)
    assert (turn.session.country, turn.session.home) == ("KH", "CN")
    assert [reply.id for reply in turn.replies] == ["home.set", "jobs.trapped"]


def test_a_bare_country_beside_a_known_one_is_asked_about(world: World) -> None:
    for known, named in (("KE", "Thailand"), ("SA", "Kenya"), ("KH", "Myanmar")):
        (asked,) = step(
            Session(country=known, last_intent="jobs.trapped", last_at=NOW), Text(named, NOW), world
        ).replies
        assert asked.id == "country.or_home"
    turn = step(Session(country="KH", last_intent="jobs.trapped", last_at=NOW), Text("缅甸", NOW), world)
    assert turn.replies[0].buttons[0] == (
        Button("📍 我在那里", "country MM jobs.trapped"),
        Button("🛂 持那里的护照", "home MM jobs.trapped"),
    )


def test_where_no_line_is_known_no_other_countrys_is_shown(world: World) -> None:
    turn = step(Session(country="KE", last_intent="jobs.trapped", last_at=NOW), Text("i am in bahrain", NOW), world)
    assert turn.session.country == "BH"
    assert {reply.id for reply in turn.replies} == {"country.set.none", "jobs.trapped"}
    assert "999" not in "".join(reply.html for reply in turn.replies)
    there = step(turn.session, Text("i am in dubai now", NOW), world)
    assert "999" in "".join(reply.html for reply in there.replies)


def test_a_passport_without_a_known_consular_line_gets_no_promise_of_one(world: World) -> None:
    turn = step(Session(country="TH"), Text("i am from Qatar", NOW), world)
    assert (turn.session.home, turn.replies[0].id) == ("QA", "home.set.none")


def test_words_in_a_picture_tell_neither_where_its_sender_is_nor_their_language(world: World) -> None:
    picture = Text("我在缅甸，被锁在楼里，救命", NOW, "en", own="")
    turn = step(Session(country="NP", lang="en"), picture, world)
    assert (turn.session.country, turn.session.lang) == ("NP", "en")
    below = step(Session(country="NP", lang="en"), Text("i am in kenya\nI am in Laos", NOW, own="i am in kenya"), world)
    assert below.session.country == "KE"


def test_a_country_without_lines_is_found_by_its_name_but_not_listed(world: World) -> None:
    listed = step(Session(), Command("country", "", NOW), world)
    pages = [step(Session(), Command("country", str(page), NOW), world) for page in range(12)]
    rows = [row for turn in (listed, *pages) for row in turn.replies[0].buttons]
    offered = {button.command for row in rows for button in row if isinstance(button, Button)}
    assert {"country AE", "country QA"} < offered
    assert "country BH" not in offered
    assert step(listed.session, Text("bahrain", NOW), world).session.country == "BH"


@pytest.mark.parametrize(
    ("said", "text", "code"),
    [
        ("my brother is held by scammers", "in cambodia", "KH"),
        ("my son is missing since he left for work abroad", "dubai", "AE"),
        ("我弟弟被关在园区", "缅甸", "MM"),
    ],
)
def test_a_place_where_people_are_held_is_not_taken_for_the_relatives(
    world: World, said: str, text: str, code: str
) -> None:
    asked = step(Session(), Text(said, NOW), world).session
    assert asked.last_intent == "jobs.family_trapped"
    (question,) = (turn := step(asked, Text(text, NOW), world)).replies
    assert (question.id, turn.session.country) == ("country.whose", None)
    assert commands(question) == [f"country {code} jobs.family_trapped", f"lines {code} jobs.family_trapped"]
    theirs = step(turn.session, Command("lines", f"{code} jobs.family_trapped", NOW), world)
    assert [reply.id for reply in theirs.replies] == ["sos", "country.ask"]
    own = step(theirs.session, Text("in Kenya", NOW), world)
    assert own.session.country == "KE"
    assert own.replies[-1].id == "jobs.family_trapped"


@pytest.mark.parametrize("text", ["in india", "Nigeria sir", "we are in Thailand", "我在泰国"])
def test_a_relative_elsewhere_or_who_says_i_is_not_asked_whose_place_it_is(world: World, text: str) -> None:
    asked = step(Session(), Command("ask", "jobs.family_trapped", NOW), world).session
    assert step(asked, Text(text, NOW), world).replies[0].id == "country.set"


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("police in myanmar number", "MM", "199"),
        ("what number do i call in thailand", "TH", "191"),
        ("泰国报警电话多少", "TH", "191"),
        ("新加坡反诈电话多少", "SG", "1799"),
        ("缅甸那边的中国大使馆电话", "MM", "12308"),
        ("number of the chinese embassy in laos", "LA", "12308"),
        ("中国驻泰国大使馆的电话是多少", "TH", "12308"),
        ("chinese embasy in laos number give", "LA", "12308"),
        ("embassy number of china in laos", "LA", "12308"),
        ("ok number? cambodia", "KH", "117"),
        ("and then which embassy number, philippines?", "PH", "911"),
        ("那缅甸的报警号码", "MM", "199"),
    ],
)
def test_the_numbers_of_another_country_are_shown_as_that_countrys(
    world: World, text: str, code: str, shown: str
) -> None:
    for session in (Session(), Session(country="KE", home="KE")):
        turn = step(session, Text(text, NOW), world)
        html = "".join(reply.html for reply in turn.replies)
        assert {reply.id for reply in turn.replies} == {"sos"}
        assert shown in html
        assert world.catalog.languages[turn.session.lang or "en"].ui[f"countries.{code}"] in html
        assert (turn.session.country, turn.session.home) == (session.country, session.home)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("police in myanmar number", "and in Japan?"),
        ("泰国报警电话多少", "那日本呢"),
        ("泰国报警电话多少", "那日本"),
        ("泰國報警電話多少", "日本的也給我"),
    ],
)
def test_the_numbers_of_one_more_country_may_be_asked_for_in_a_word(world: World, first: str, then: str) -> None:
    session = step(Session(country="KE"), Text(first, NOW), world).session
    turn = step(session, Text(then, NOW), world)
    assert "119" in turn.replies[-1].html
    assert turn.session.country == "KE"


@pytest.mark.parametrize(
    "text", ["a call from a thailand number", "泰国打来的号码", "my number in thailand does not work"]
)
def test_a_number_from_another_country_is_no_question_of_its_lines(world: World, text: str) -> None:
    assert step(Session(country="KE"), Text(text, NOW), world).replies[0].id != "sos"


@pytest.mark.parametrize("text", ["what number again", "她该打什么电话"])
def test_who_asks_for_numbers_gets_all_of_where_they_are(world: World, text: str) -> None:
    turn = step(Session(country="IN", last_intent="bot.distress", last_at=NOW), Text(text, NOW), world)
    assert "14416" in "".join(reply.html for reply in turn.replies), "the line that listens is among them"


@pytest.mark.parametrize(
    ("text", "code"),
    [("kenyan", "KE"), ("filipina", "PH"), ("uganda passport", "UG"), ("nepali passport", "NP"), ("im indian", "IN")],
)
def test_a_nation_in_a_word_after_an_answer_with_numbers_is_the_passports(world: World, text: str, code: str) -> None:
    held = Session(country="MM", asked_country=True, last_intent="jobs.trapped", last_at=NOW)
    turn = step(held, Text(text, NOW), world)
    assert (turn.session.country, turn.session.home) == ("MM", code)
    assert turn.replies[-1].id == "jobs.trapped"
    assert step(Session(), Text("chinese", NOW), world).session.home is None, "a language, where nothing was asked"


@pytest.mark.parametrize(
    ("text", "country", "home", "answered"),
    [
        ("我在泰国 被关在园区出不去 我是马来西亚人", "TH", "MY", "jobs.trapped"),
        ("they wont let me leave. i am in dubai. passport kenya", "AE", "KE", "jobs.trapped"),
        ("我在西港 中国人 被关着出不去", "KH", "CN", "jobs.trapped"),
    ],
)
def test_where_somebody_is_does_not_hide_their_cry_for_help(
    world: World, text: str, country: str, home: str, answered: str
) -> None:
    turn = step(Session(), Text(text, NOW), world)
    assert (turn.session.country, turn.session.home) == (country, home)
    assert answered in {reply.id for reply in turn.replies}


@pytest.mark.parametrize(
    ("command", "argument", "country", "home"),
    [
        ("country", "in Thailand", "TH", None),
        ("country", "th", "TH", None),
        ("country", "Thailand", "TH", None),
        ("country", "la paz", None, None),
        ("home", "Nigeria", None, "NG"),
        ("home", "in Nigeria", None, "NG"),
    ],
)
def test_a_country_typed_after_the_command_is_the_one_that_is_named(
    world: World, command: str, argument: str, country: str | None, home: str | None
) -> None:
    session = step(Session(), Command(command, argument, NOW), world).session
    assert (session.country, session.home) == (country, home)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("缅甸 救命", "MM"),
        ("manila help me please they locked the door", "PH"),
        ("I'm Vietnamese, held in Bavet Cambodia", "KH"),
        ("not Cambodia, Myanmar", "MM"),
        ("不是马尼拉，是金边", "KH"),
        ("我也在香港", "HK"),
    ],
)
def test_a_place_in_few_words_is_the_writers(world: World, text: str, code: str) -> None:
    assert world.whereabouts.here(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("sorry i was wrong, i am in Laos", "LA"), ("说错了，我在泰国", "TH"), ("no, i am in Laos", "LA")],
)
def test_who_corrects_where_they_are_gets_the_answer_again_with_that_places_numbers(
    world: World, text: str, code: str
) -> None:
    held = Session(country="KH", asked_country=True, last_intent="jobs.trapped", last_at=NOW)
    turn = step(held, Text(text, NOW), world)
    assert turn.session.country == code
    assert turn.replies[-1].id == "jobs.trapped"


@pytest.mark.parametrize(
    ("text", "shown"), [("日本报警电话是多少", "119"), ("韩国报警电话", "112"), ("迪拜警察电话", "999")]
)
def test_a_number_asked_for_in_a_few_words_is_no_cry_for_help(world: World, text: str, shown: str) -> None:
    for session in (Session(), Session(country="KE", last_intent="jobs.family_trapped", last_at=NOW)):
        turn = step(session, Text(text, NOW), world)
        assert {reply.id for reply in turn.replies} == {"sos"}
        assert shown in turn.replies[-1].html
        assert turn.session.country == session.country


def test_one_more_country_may_be_asked_for_after_any_answer_with_numbers(world: World) -> None:
    held = Session(country="KH", asked_country=True, last_intent="jobs.trapped", last_at=NOW)
    turn = step(held, Text("马来西亚呢", NOW), world)
    assert (turn.session.country, turn.replies[0].id) == ("KH", "sos")


def test_where_somebody_else_is_asks_nothing_after_an_answer_with_numbers(world: World) -> None:
    told = Session(asked_country=True, last_intent="fraud.stop_payment", last_at=NOW)
    for text in ("我在新加坡 她在中国", "she is in Malaysia, i am in London"):
        turn = step(told, Text(text, NOW), world)
        assert turn.session.country in {"SG", "GB"}
        assert turn.replies[-1].id == "fraud.stop_payment"


@pytest.mark.parametrize("text", ["他打电话给我", "骗子的电话一直打来", "they have my number", "泰国打来的电话"])
def test_who_speaks_of_a_call_or_a_number_is_not_shown_a_list_of_lines(world: World, text: str) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    turn = step(Session(country="CN"), Text(text, NOW), unsure)
    assert "sos" not in {reply.id for reply in turn.replies}


@pytest.mark.parametrize(
    ("before", "words", "number"),
    [
        (Session(last_intent="jobs.trapped"), "kenyan", "+254 207 876 000"),
        (Session(last_intent="bot.emergency", country="TH"), "kenyan", "+254 207 876 000"),
        (Session(state=AwaitCountry("jobs.trapped")), "中国人", "+86-10-12308"),
        (Session(last_intent="bot.emergency", country="KH"), "indonesian", "+855 12 813 282"),
    ],
)
def test_who_names_their_nation_after_an_emergency_is_shown_its_consular_lines_at_once(
    world: World, before: Session, words: str, number: str
) -> None:
    turn = step(replace(before, last_at=NOW, asked_country=True), Text(words, NOW), world)
    assert turn.replies[0].id == "home.set"
    assert number in turn.replies[0].html


def test_a_consular_line_that_the_answer_shows_is_not_said_twice(world: World) -> None:
    before = Session(last_intent="jobs.trapped", country="KH", last_at=NOW)
    first, answer = step(before, Text("indonesian", NOW), world).replies
    assert answer.html.count("\N{BLACK TELEPHONE} <b>+855 12 813 282</b>") + first.html.count("+855 12 813 282") == 1


def test_who_corrects_their_country_after_its_numbers_is_shown_all_of_the_right_one(world: World) -> None:
    before = Session(last_intent="bot.hotlines", country="TH", last_at=NOW, asked_country=True)
    turn = step(before, Text("sorry i am in laos", NOW), world)
    assert [reply.id for reply in turn.replies] == ["country.set", "sos"]
    assert turn.session.last_intent == "bot.hotlines"


@pytest.mark.parametrize("text", ["malaysia", "in malaysia", "马来西亚"])
def test_the_country_named_after_the_numbers_asked_for_it_is_where_they_are(world: World, text: str) -> None:
    asked = step(Session(), Command("sos", "", NOW), world)
    turn = step(asked.session, Text(text, NOW), world)
    assert turn.session.country == "MY"
    assert "999" in turn.replies[-1].html


@pytest.mark.parametrize("text", ["I am held in a compound in Myanmar", "我被关在缅甸"])
def test_who_is_held_says_more_than_where_they_are(world: World, text: str) -> None:
    turn = step(Session(), Text(text, NOW), world)
    assert turn.session.country == "MM"
    assert {"jobs.trapped", "disambiguate"} & {reply.id for reply in turn.replies}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my brother is held in a compound in Myanmar, he is indonesian", "+66 92-903-1103"),
        ("my brother is filipino", "+66 81989 7116"),
        ("my sister is held in a compound, she is there since May. my sister is indonesian", "+66 92-903-1103"),
        ("他是云南人", "+86-10-12308"),
        ("我弟弟是广西人", "+86-10-12308"),
    ],
)
@pytest.mark.parametrize("home", [None, "KE"])
def test_a_relatives_nation_names_their_consulate_and_leaves_the_writers_own_passport(
    world: World, text: str, number: str, home: str | None
) -> None:
    before = Session(country="TH", home=home, asked_country=True, last_intent="jobs.family_trapped", last_at=NOW)
    turn = step(before, Text(text, NOW), world)
    assert number in "".join(reply.html for reply in turn.replies)
    assert turn.session.home == home


def test_who_names_a_relatives_nation_and_their_own_holds_their_own(world: World) -> None:
    turn = step(Session(), Text("my brother is indian, i am kenyan, he is held in Myanmar", NOW), world)
    assert turn.session.home == "KE"


def test_a_relatives_nation_alone_is_answered_out_of_the_blue(world: World) -> None:
    for text in ("my brother is filipino", "他是中国人"):
        turn = step(Session(), Text(text, NOW), world)
        assert turn.replies
        assert turn.session.home is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("he is in Laos", "LA"),
        ("she's now in sihanoukville", "KH"),
        ("they took him to Myanmar", "MM"),
        ("he was taken to laos", "LA"),
        ("my brother is in a compound in Cambodia", "KH"),
        ("我弟弟被骗到缅甸了", "MM"),
        ("他在老挝", "LA"),
        ("他去了柬埔寨", "KH"),
    ],
)
def test_where_somebody_else_is_gives_the_lines_there_and_asks_where_the_writer_is(
    world: World, text: str, code: str
) -> None:
    before = Session(last_intent="jobs.family_trapped", last_at=NOW)
    turn = step(before, Text(text, NOW), world)
    assert (turn.session.their_country, turn.session.country) == (code, None)
    assert turn.replies
    own = step(turn.session, Text("Kenya", NOW), world)
    assert (own.session.their_country, own.session.country) == (code, "KE")


def test_a_place_that_is_corrected_is_still_theirs(world: World) -> None:
    for said, text in (("he is in Laos", "not laos, cambodia"), ("他在老挝", "不是老挝，是柬埔寨")):
        asked = step(Session(last_intent="jobs.family_trapped", last_at=NOW), Text(said, NOW), world).session
        turn = step(asked, Text(text, NOW), world)
        assert (turn.session.their_country, turn.session.country) == ("KH", None)
        assert [reply.id for reply in turn.replies] == ["sos", "country.ask"]
        assert "117" in turn.replies[0].html


def test_the_number_there_is_of_where_the_one_is_whom_they_speak_of(world: World) -> None:
    home = Session(country="NP", asked_country=True)
    asked = step(home, Text("my brother is held in a compound in cambodia", NOW), world).session
    for text in ("what is the police number there", "那边的报警电话是多少"):
        there = step(asked, Text(text, NOW), world)
        assert "117" in there.replies[0].html
        assert "From another country" in there.replies[0].html or "从别的国家" in there.replies[0].html
    here = step(asked, Text("police number", NOW), world)
    assert "From another country" not in here.replies[0].html
    assert (there.session.country, here.session.country) == ("NP", "NP")


def test_whose_consulate_helps_is_remembered_as_long_as_the_conversation_lasts(world: World) -> None:
    said = step(Session(home="KE"), Text("my brother is indonesian and is held in myanmar", NOW), world).session
    assert (said.their_home, said.their_country, said.home) == ("ID", "MM", "KE")
    later = step(said, Text("I am in Thailand", NOW), world)
    buttons = [button for reply in later.replies for row in reply.buttons for button in row]
    assert "lines MM" in [button.command for button in buttons if isinstance(button, Button)]
    assert "+66 92-903-1103" in "".join(reply.html for reply in later.replies)
    there = step(later.session, Text("number of the embassy there", NOW), world)
    assert "+95 9 503 7055" in "".join(reply.html for reply in there.replies)
    next_day = step(later.session, Text("hello", NOW + timedelta(days=1)), world).session
    assert (next_day.their_home, next_day.their_country, next_day.home) == (None, None, "KE")


def test_a_bare_name_may_be_theirs_also_where_the_writers_place_is_known(world: World) -> None:
    before = Session(country="NP", asked_country=True, last_intent="jobs.family_trapped", last_at=NOW)
    (question,) = step(before, Text("laos", NOW), world).replies
    pressed = [command.split()[0] for command in commands(question)]
    assert (question.id, pressed) == ("country.whose_or_home", ["country", "lines", "home"])


def test_a_message_about_somebody_elses_place_is_answered_after_whatever_was_said(world: World) -> None:
    texts = itertools.cycle(("he is in London", "他在老挝", "they are chinese", "我弟弟在缅甸"))
    for country, last in itertools.product((None, "NP"), sorted(world.catalog.intents)):
        before = Session(country=country, asked_country=True, last_intent=last, last_at=NOW)
        turn = step(before, Text(next(texts), NOW), world)
        assert turn.replies, last
        assert turn.session.country == country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("my brother went to Thailand and they took him to Myanmar", "MM"),
        ("my brother flew to Bangkok and was taken to Myanmar", "MM"),
        ("我弟弟去泰国打工，现在被关在缅甸", "MM"),
        ("my brother is held in laos or cambodia, i dont know", None),
        ("is he in Laos?", None),
        ("my brother from Nepal is held in a compound", None),
        ("should i tell the police in Kenya that my brother is held", None),
    ],
)
def test_of_a_journey_the_place_is_kept_where_it_ended(world: World, text: str, code: str | None) -> None:
    before = Session(country="NP", asked_country=True, last_intent="jobs.family_trapped", last_at=NOW)
    assert step(before, Text(text, NOW), world).session.their_country == code


@pytest.mark.parametrize(
    ("text", "theirs", "own"),
    [
        ("laos, not cambodia", "LA", None),
        ("老挝，不是柬埔寨", "LA", None),
        ("i am in thailand, not laos", "LA", "TH"),
        ("not in laos, i am in nepal", "LA", "NP"),
        ("我在泰国，不在老挝", "LA", "TH"),
        ("he is not in laos, he is in cambodia", "KH", None),
        ("他其实不在老挝，在柬埔寨", "KH", None),
        ("not in laos but in cambodia", "KH", None),
        ("他其实不在万象 在金三角", "LA", None),
        ("he is not in vientiane, in bokeo", "LA", None),
    ],
)
def test_who_says_that_they_are_elsewhere_themselves_moves_nobody_else(
    world: World, text: str, theirs: str, own: str | None
) -> None:
    before = Session(their_country="LA", last_intent="jobs.family_trapped", last_at=NOW, asked_country=True)
    after = step(before, Text(text, NOW), world).session
    assert (after.their_country, after.country) == (theirs, own)
    listed = step(replace(before, country="NP", last_intent="bot.hotlines"), Text("not laos, cambodia", NOW), world)
    assert (listed.session.their_country, listed.session.country) == ("KH", "NP")


def test_a_relatives_nation_never_stands_for_ones_own_consulate(world: World) -> None:
    session = Session(country="KH", home="PH", asked_country=True, last_intent="jobs.family_trapped", last_at=NOW)
    session = step(session, Text("my brother is indonesian and is held in myanmar", NOW), world).session
    assert session.their_home == "ID"
    for message in (Command("sos", "", NOW), Command("ask", "jobs.trapped", NOW)):
        assert "+855 12 813 282" not in "".join(reply.html for reply in step(session, message, world).replies)
    again = step(session, Command("start", "", NOW), world).session
    assert (again.their_home, again.their_country) == (None, None)
    held = Session(country="MM", home="KE", last_intent="jobs.trapped", last_at=NOW)
    assert step(held, Text("they are chinese", NOW), world).session.their_home is None


@pytest.mark.parametrize("text", ["hello there police number please", "那里有人砸门，报警电话多少"])
def test_there_in_a_greeting_names_no_place(world: World, text: str) -> None:
    asked = Session(country="NP", their_country="MM", last_intent="jobs.family_trapped", last_at=NOW)
    turn = step(asked, Text(text, NOW), world)
    assert "199" not in "".join(reply.html for reply in turn.replies)


def test_from_afar_numbers_are_those_to_dial_from_abroad(world: World) -> None:
    from_nepal = step(Session(country="NP"), Text("malaysian embassy number in myanmar", NOW), world)
    assert "+95 1 220 230" in "".join(reply.html for reply in from_nepal.replies)
    unknown = step(Session(), Text("police number in Taiwan", NOW), world)
    assert "0800-085-095" in "".join(reply.html for reply in unknown.replies)
    afar = step(Session(country="NP"), Text("police number in Taiwan", NOW), world)
    assert "+886-800-085-095" in "".join(reply.html for reply in afar.replies)


def test_the_country_that_is_known_already_is_the_passports_where_that_is_asked_for(world: World) -> None:
    before = Session(country="PH", asked_country=True, last_intent="jobs.family_trapped", last_at=NOW)
    turn = step(before, Text("philippines", NOW), world)
    assert (turn.session.country, turn.session.home) == ("PH", "PH")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("maybe myanmar", "MM"),
        ("saya kat kuala lumpur", "MY"),
        ("nasa cambodia ako", "KH"),
        ("我在石家庄", "CN"),
        ("福建莆田", "CN"),
        ("我在沈阳", "CN"),
        ("可能在老挝", "LA"),
    ],
)
def test_more_ways_to_say_where_one_is(world: World, text: str, code: str) -> None:
    before = Session(asked_country=True, last_intent="fraud.sent_money", last_at=NOW)
    assert step(before, Text(text, NOW), world).session.country == code


@pytest.mark.parametrize("text", ["his passport is from kenya", "he has kenyan passport", "他拿的是肯尼亚护照"])
def test_a_relatives_passport_is_theirs(world: World, text: str) -> None:
    before = Session(country="TH", home="PH", last_intent="jobs.family_trapped", last_at=NOW)
    after = step(before, Text(text, NOW), world).session
    assert (after.home, after.their_home) == ("PH", "KE")


@pytest.mark.parametrize("text", ["i am so scared", "帮我报警", "我好怕"])
def test_a_captive_who_is_afraid_hears_again_to_call_only_unseen(world: World, text: str) -> None:
    before = Session(country="KH", home="CN", last_intent="jobs.trapped", last_at=NOW)
    (reply,) = step(before, Text(text, NOW), world).replies
    assert reply.id == "above"
    assert "117" in reply.html
    assert any(words in reply.html for words in ("if nobody can see", "确定没人看见"))


def test_a_malay_sibling_is_not_the_writer(world: World) -> None:
    before = Session(asked_country=True, last_intent="jobs.family_trapped", last_at=NOW)
    after = step(before, Text("saya kat malaysia, adik saya kat kemboja kena kurung", NOW), world).session
    assert (after.country, after.their_country) == ("MY", "KH")
    alone = step(Session(), Text("他不在妙瓦底，在老街", NOW), world).session
    assert alone.country is None


def test_where_a_question_names_a_country_that_one_is_asked_about_and_not_the_list(world: World) -> None:
    turn = step(Session(), Text("i just sent money to a scammer in ghana", NOW), world)
    question = turn.replies[-1]
    assert (turn.replies[0].id, question.id) == ("fraud.sent_money", "country.there")
    assert commands(question) == ["country GH fraud.sent_money", "country 0 fraud.sent_money"]


def test_who_is_not_there_is_shown_the_list_for_the_same_answer(world: World) -> None:
    asked = step(Session(), Text("i just sent money to a scammer in ghana", NOW), world)
    listed = step(asked.session, Command("country", "0 fraud.sent_money", NOW, pressed=True), world)
    assert "country KH fraud.sent_money" in commands(listed.replies[0])
    typed = step(listed.session, Text("Kenya", NOW), world)
    assert [reply.id for reply in typed.replies] == ["country.set", "fraud.sent_money"]


def test_another_country_than_the_one_asked_about_may_be_the_passports(world: World) -> None:
    asked = step(Session(), Text("i just sent money to a scammer in ghana", NOW), world)
    doubt = step(asked.session, Text("Bangladesh", NOW), world)
    assert [reply.id for reply in doubt.replies] == ["country.or_home"]
    assert doubt.session.country is None


@pytest.mark.parametrize(
    "text",
    ["i am held in dubai", "hello am from kenya held in myanmar scam place", "am filipino held in cambodia"],
)
def test_a_cry_for_help_is_not_lost_for_the_place_and_nation_beside_it(world: World, text: str) -> None:
    turn = step(Session(), Text(text, NOW), world)
    assert turn.replies[0].id == "jobs.trapped"
    assert turn.session.country is not None


def test_us_that_are_locked_in_are_in_no_country(world: World) -> None:
    for text in ("they lock us in", "THEY LOCK US IN", "they lock us in pogo"):
        assert world.whereabouts.asked(text) == (None, None)
    assert [world.whereabouts.here(text) for text in ("i am in us", "im in US", "i am in the us")] == ["US"] * 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mr i work qatar company not pay 4 month no food", "QA"),
        ("boss sell me to other company bokeo laos", "LA"),
        ("i in laos golden triangle they sell me, i am indian", "LA"),
        ("i moved to canada", "CA"),
        ("我现在搬到泰国了", "TH"),
        ("they want to sell me to laos", None),
        ("i moved to thailand then they took me to myanmar", None),
        ("我是骗子窝里的 中国人 在泰国边上躲着", None),
    ],
)
def test_who_works_or_was_brought_somewhere_is_there(world: World, text: str, code: str | None) -> None:
    assert world.whereabouts.here(text) == code


def test_a_countrys_name_to_the_question_where_somebody_is_is_no_passport(world: World) -> None:
    asked = step(Session(), Text("i just sent money to a scammer", NOW), world)
    for text, code in (("philippines", "PH"), ("in australia, bank is commonwealth", "AU"), ("中国 工商银行", "CN")):
        turn = step(asked.session, Text(text, NOW), world)
        assert (turn.session.country, turn.session.home) == (code, None)
        assert "fraud.sent_money" in [reply.id for reply in turn.replies] or turn.replies[0].id == "above"


def test_who_tells_of_a_sister_only_is_not_taken_for_her(world: World) -> None:
    held = replace(world, decide=lambda *_: Decision("answer", "jobs.trapped", 0.9, ()))
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    first = step(Session(), Text("my sister work as maid in dubai they lock her", NOW), held)
    assert (first.replies[0].id, first.session.their_country) == ("jobs.family_trapped", "AE")
    second = step(first.session, Text("she is from ghana", NOW), unsure)
    third = step(second.session, Text("im in accra", NOW), unsure)
    assert (third.session.country, third.session.their_home) == ("GH", "GH")
    assert third.replies[-1].id == "jobs.family_trapped"


@pytest.mark.parametrize(
    ("country", "last", "text", "replies"),
    [
        ("CN", None, "那我该打哪个", ["sos"]),
        ("KE", None, "who do i call", ["sos"]),
        (None, None, "who should i call", ["sos.no_country"]),
        ("CN", "fraud.sent_money", "那我该打哪个", ["above"]),
        (None, "food.report", "who do i call, i live in kenya", ["sos", "country.set"]),
        (None, "fraud.sent_money", "我在广州，那我该打哪个", ["above", "country.set"]),
    ],
)
def test_who_asks_whom_to_call_is_told_numbers(
    world: World, country: str | None, last: str | None, text: str, replies: list[str]
) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    turn = step(Session(country=country, last_intent=last, last_at=NOW), Text(text, NOW), unsure)
    assert [reply.id for reply in turn.replies] == replies


def test_the_country_whose_numbers_were_asked_for_is_meant_by_who_goes_on_without_one(world: World) -> None:
    first = step(Session(), Text("police number in Singapore", NOW), world)
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    turn = step(first.session, Text("and who do i call about a scam", NOW), unsure)
    assert turn.replies[0].id == "sos"
    assert "1799" in turn.replies[0].html


@pytest.mark.parametrize("text", ["what number do she call", "她该打哪个"])
def test_whom_another_is_to_call_is_a_question_about_where_they_are(world: World, text: str) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    asked = Session(country="KE", last_intent="jobs.family_trapped", last_at=NOW, their_country="TH")
    turn = step(asked, Text(text, NOW), unsure)
    assert turn.replies[0].id == "sos"
    assert "1155" in turn.replies[0].html


@pytest.mark.parametrize("text", ["我在马来西亚 他是中国人", "i am in malaysia he is chinese"])
def test_where_one_is_and_of_which_nation_the_other_is_are_both_kept(world: World, text: str) -> None:
    asked = Session(last_intent="jobs.family_trapped", last_at=NOW)
    turn = step(asked, Text(text, NOW), world)
    assert (turn.session.country, turn.session.home, turn.session.their_home) == ("MY", None, "CN")
    assert [reply.id for reply in turn.replies] == ["country.set", "jobs.family_trapped"]


def test_what_happened_is_decided_without_the_place_beside_it(world: World) -> None:
    def decide(text: str, context: Context) -> Decision:
        assert context.last_intent is None
        paid = "london" not in text
        return Decision("answer" if paid else "disambiguate", "fraud.sent_money" if paid else None, 0.9, ())

    turn = step(Session(), Text("i paid a fake agent, i am in london", NOW), replace(world, decide=decide))
    assert [reply.id for reply in turn.replies] == ["fraud.sent_money", "country.set"]


def test_the_numbers_of_where_a_relative_is_paying_are_a_button_away(world: World) -> None:
    asked = Session(last_intent="fraud.stop_payment", last_at=NOW, asked_country=True)
    turn = step(asked, Text("在日本 他在上海", NOW), world)
    assert (turn.session.country, turn.session.their_country) == ("JP", "CN")
    assert "lines CN" in commands(turn.replies[-1])


@pytest.mark.parametrize("text", ["which embassy", "找哪个大使馆"])
def test_which_embassy_depends_on_the_passport(world: World, text: str) -> None:
    unsure = replace(world, decide=lambda *_: Decision("unknown", None, 0.0, ()))
    asked = Session(country="KE", last_intent="jobs.family_trapped", last_at=NOW)
    turn = step(asked, Text(text, NOW), unsure)
    assert turn.replies[0].id == "home.ask"
    known = step(replace(asked, their_home="PH"), Text(text, NOW), unsure)
    assert known.replies[0].id == "sos"


def test_the_embassy_that_is_asked_for_comes_before_the_numbers_of_the_place(world: World) -> None:
    (reply,) = step(Session(), Text("philippine embassy cambodia number", NOW), world).replies
    assert reply.html.index(world.catalog.languages["en"].ui["countries.PH"]) < reply.html.index("117")
