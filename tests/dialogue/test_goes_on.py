"""A conversation in several messages: what was in doubt is said again, what strays from an emergency waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.dialogue.step import step
from bot.dialogue.types import Button, Command, Reply, Session, Text, Turn, World
from bot.match.types import Decision, Match

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
UNSURE = Decision("unknown", None, 0.1, ())


def deciding(world: World, made: Decision) -> World:
    return replace(world, decide=lambda *_: made)


def doubt(*intents: str) -> Decision:
    return Decision("disambiguate", None, 0.3, tuple(Match(intent, 0.3) for intent in intents))


def answer(intent: str, score: float) -> Decision:
    return Decision("answer", intent, score, ())


def says(session: Session, words: str, world: World) -> Turn:
    return step(session, Text(words, NOW), world)


def ids(turn: Turn) -> list[str]:
    return [reply.id for reply in turn.replies]


def commands(reply: Reply) -> list[str]:
    return [button.command for row in reply.buttons for button in row if isinstance(button, Button)]


def asked(world: World, *intents: str) -> Session:
    """The session after a question back that offered these."""
    turn = says(Session(), "they do what they want", deciding(world, doubt(*intents)))
    assert ids(turn) == ["disambiguate"]
    return turn.session


def test_what_was_in_doubt_twice_is_answered(world: World) -> None:
    after = asked(world, "jobs.unpaid", "jobs.fees")
    again = says(after, "it is always the same with them", deciding(world, doubt("food.meat", "jobs.unpaid")))
    assert ids(again)[0] == "jobs.unpaid"
    other = says(after, "it is always the same with them", deciding(world, doubt("food.meat")))
    assert ids(other) == ["disambiguate"]


def test_an_emergency_that_was_offered_is_answered_to_whoever_goes_on_in_words(world: World) -> None:
    turn = says(asked(world, "jobs.trapped"), "it gets dark now", deciding(world, UNSURE))
    assert ids(turn)[0] == "jobs.trapped"
    for waits in ("jobs.unpaid", "jobs.family_trapped"):  # any story has a "he" in it
        assert ids(says(asked(world, waits), "it gets dark now", deciding(world, UNSURE))) == ["unknown"]


def test_a_question_about_anything_is_not_answered_with_the_emergency_that_was_offered(world: World) -> None:
    turn = says(asked(world, "jobs.trapped"), "what is the weather", deciding(world, UNSURE))
    assert ids(turn) == ["unknown"]
    assert commands(turn.replies[0])[0] == "ask jobs.trapped"
    assert ids(says(turn.session, "it gets dark now", deciding(world, UNSURE)))[0] == "jobs.trapped"


def test_a_place_and_a_passport_told_after_a_question_back_lead_to_the_emergency_that_it_offered(world: World) -> None:
    there = says(asked(world, "jobs.trapped"), "cambodia", world)
    assert (ids(there), there.session.country) == (["country.set", "jobs.trapped"], "KH")
    told = says(asked(world, "jobs.trapped"), "im kenyan", world)
    assert told.session.home == "KE"
    assert ids(says(told.session, "it gets dark now", deciding(world, UNSURE)))[0] == "jobs.trapped"


def test_none_of_these_takes_back_what_was_offered(world: World) -> None:
    none = step(asked(world, "jobs.trapped"), Command("none", "", NOW), world)
    assert none.session.offered is None
    assert ids(says(none.session, "it gets dark now", deciding(world, UNSURE))) == ["unknown"]


@pytest.mark.parametrize(
    ("found", "score", "reply"),
    [
        ("jobs.legit_overseas", 0.7, "still"),
        ("jobs.legit_overseas", 0.95, "jobs.legit_overseas"),
        ("jobs.legal_risk", 0.7, "jobs.legal_risk"),  # two buttons away
        ("food.sick", 0.5, "food.sick"),
    ],
)
def test_what_leads_away_from_an_emergency_must_be_sure(world: World, found: str, score: float, reply: str) -> None:
    held = Session(country="KH", last_intent="jobs.trapped", last_at=NOW, asked_country=True)
    turn = says(held, "ok where i go", deciding(world, Decision("answer", found, score, ())))
    assert ids(turn)[0] == reply
    if reply == "still":
        assert commands(turn.replies[0])[0] == f"ask {found}"
        assert "117" in turn.replies[0].html


@pytest.mark.parametrize("words", ["他们要赎金", "they want ransom now"])
def test_who_is_held_and_is_asked_for_a_ransom_is_not_told_what_families_are(world: World, words: str) -> None:
    held = Session(country="PH", last_intent="jobs.trapped", last_at=NOW, asked_country=True)
    made = deciding(world, Decision("answer", "jobs.ransom", 0.8, ()))
    assert ids(says(held, words, made)) == ["above"]
    for another in ("they want ransom for my brother", "they want money to let him go"):
        assert ids(says(held, another, made)) == ["jobs.ransom"]
    family = deciding(world, Decision("answer", "jobs.family_trapped", 0.6, ()))
    assert ids(says(held, "can i run away myself", family)) == ["above"]
    assert ids(says(held, "i cannot reach him for days", family)) == ["jobs.family_trapped"]


@pytest.mark.parametrize("words", ["im in kk park", "我在西港园区 他们没收了我护照", "i am in a compound in myawaddy"])
def test_who_is_in_a_compound_of_a_country_where_people_are_held_is_answered_so(world: World, words: str) -> None:
    turn = says(Session(last_intent="bot.help", last_at=NOW), words, world)
    assert "jobs.trapped" in ids(turn)
    assert turn.session.country in {"MM", "KH"}
    assert "jobs.trapped" not in ids(says(Session(), "我在苏州园区上班", deciding(world, UNSURE)))


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("they brought me dubai for sales job and hold my passport", "AE"),
        ("我们5个人被困在迪拜", "AE"),
        ("我被绑架 在菲律宾马尼拉", "PH"),
        ("they hold us 30 people in cambodia", "KH"),
        ("my agency in hong kong keeps my passport", "HK"),
    ],
)
def test_a_place_beside_what_happened_there_is_where_the_writer_is(world: World, words: str, country: str) -> None:
    assert says(Session(), words, world).session.country == country


def test_a_nation_or_a_country_alone_tells_more_of_a_conversation_that_nothing_was_answered_in(world: World) -> None:
    begun = Session(last_at=NOW)
    assert says(begun, "filipina", world).session.home == "PH"
    assert says(begun, "cambodia", world).session.country == "KH"
    assert says(Session(), "cambodia", world).session.country is None, "a question, as the first word of all"


def test_where_and_whence_in_one_sentence_are_both_kept(world: World) -> None:
    session = says(Session(), "im in lebanon, from ethiopia", world).session
    assert (session.country, session.home) == ("LB", "ET")


@pytest.mark.parametrize(
    ("country", "says_so"), [("i am in dubai", "United Arab Emirates"), ("i am in bahrain", "emergency number")]
)
def test_whose_passport_is_known_is_not_asked_for_it_again(world: World, country: str, says_so: str) -> None:
    known, unknown = (says(Session(home=home, last_at=NOW), country, world).replies[0] for home in ("KE", None))
    assert says_so in known.html
    assert ("passport" in known.html, "passport" in unknown.html) == (False, True)
    assert not any(command.startswith("home") for command in commands(known))


@pytest.mark.parametrize(
    ("words", "lang"), [("30万 全没", "zh"), ("还差一单就能返", "zh"), ("they wanted it in usdt", "en")]
)
def test_what_is_told_after_an_answer_on_another_fraud_is_no_offer(world: World, words: str, lang: str) -> None:
    after = Session(lang=lang, last_intent="fraud.investment", last_at=NOW)
    assert "check.card" not in ids(says(after, words, deciding(world, UNSURE)))


@pytest.mark.parametrize(
    ("last", "words", "intent"),
    [
        ("fraud.fake_police", "我已經入咗", "fraud.shared_details"),
        ("fraud.customer_service", "验证码给他了", "fraud.shared_details"),
        ("fraud.sms", "i gave them the otp", "fraud.shared_details"),
        ("fraud.recover_money", "我已经付了", "fraud.sent_money"),
        ("fraud.sms", "i payed it 6.99 with debit card", "fraud.sent_money"),
        ("jobs.is_it_a_scam", "i already paid 150", "fraud.sent_money"),
    ],
)
def test_what_was_paid_or_given_away_is_answered_though_the_words_are_few(
    world: World, last: str, words: str, intent: str
) -> None:
    after = Session(last_intent=last, last_at=NOW, asked_country=True)
    assert ids(says(after, words, deciding(world, doubt("bot.distress", "jobs.fees"))))[0] == intent


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("jobs.trapped", "sorry that was a joke"),
        ("jobs.trapped", "打错了 我没事"),
        ("jobs.trapped", "打錯了"),
        ("jobs.escaped", "im safe now in my hotel"),
        ("jobs.family_trapped", "he came home yesterday"),
        ("jobs.family_trapped", "她已经到家了"),
        ("jobs.trapped", "its just a game"),
        ("jobs.trapped", "ransom is 3 biscuits now. sorry, wrong chat"),
        ("bot.emergency", "玩梗啦 刚还下楼买了杯奶茶"),
        ("jobs.trapped", "good lord no, nobody's holding me"),
    ],
)
def test_an_emergency_that_is_over_is_asked_about_no_more(world: World, last: str, words: str) -> None:
    before = Session(country="KH", home="KE", last_intent=last, last_at=NOW, asked_country=True)
    turn = says(before, words, world)
    assert ids(turn) == ["said.over"]
    assert (turn.session.last_intent, turn.session.country, turn.session.home) == (None, "KH", "KE")
    assert ids(says(turn.session, "do you like football", deciding(world, UNSURE))) == ["unknown"]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("jobs.family_trapped", "he says he is fine now"),
        ("jobs.family_trapped", "is he safe now?"),
        ("jobs.trapped", "i am not ok"),
        ("jobs.trapped", "他们说我安全了"),
        ("jobs.family_trapped", "到家了 她趴床边 拍脸没反应"),
        ("jobs.family_trapped", "到家了 他躺地上"),
        ("jobs.family_trapped", "到家了 妈妈趴床边 嘴唇发紫"),
        ("jobs.family_trapped", "she is home wife wont wake up"),
        ("jobs.family_trapped", "she came home, lips are blue"),
        ("jobs.abused", "he came home and hits me"),
        ("jobs.trapped", "im ok he took my passport"),
        ("jobs.trapped", "this is my story, they beat us"),
        ("jobs.trapped", "nobody is keeping us safe here"),
        ("jobs.trapped", "i thought he was joking he sold me"),
        ("jobs.trapped", "我以为他开玩笑 他把我卖了"),
        ("jobs.trapped", "it's a game company they keep us in"),
        ("jobs.trapped", "it was a mistake to trust him"),
        ("bot.distress", "nobody is holding me"),
        ("bot.distress", "i am home alone"),
        ("jobs.trapped", "i am home, he is bleeding"),
        ("jobs.trapped", "the guard says its just a game"),
        ("jobs.trapped", "他們說我安全了"),
        ("food.sick", "he is fine now"),  # wild mushrooms give a day's rest
        ("fraud.romance", "im fine"),
    ],
)
def test_what_others_say_of_it_or_what_may_come_back_is_not_over(world: World, last: str, words: str) -> None:
    before = Session(last_intent=last, last_at=NOW, asked_country=True)
    assert "said.over" not in ids(says(before, words, deciding(world, UNSURE)))


@pytest.mark.parametrize(
    ("words", "country", "home"),
    [
        ("vancouver, chinese student", "CA", "CN"),
        ("sihanoukville, pakistani", "KH", "PK"),
        ("kuala lumpur, i am from bangladesh", "MY", "BD"),
        ("im from colombia but in madrid", "ES", "CO"),
        ("我是印尼人 在新加坡做工", "SG", "ID"),
    ],
)
def test_a_place_and_a_nation_in_few_words_are_both_kept(
    world: World, words: str, country: str, home: str | None
) -> None:
    session = says(Session(last_intent="fraud.fake_police", last_at=NOW, asked_country=True), words, world).session
    assert (session.country, session.home) == (country, home)


def test_nobody_is_asked_whether_they_mean_goodbye(world: World) -> None:
    assert ids(says(Session(), "madam hit me again", deciding(world, doubt("bot.goodbye")))) == ["unknown"]


@pytest.mark.parametrize("words", ["yes", "Yes!", "是", "嗯嗯", "對"])
def test_yes_to_the_one_that_was_offered_is_answered(world: World, words: str) -> None:
    assert ids(says(asked(world, "jobs.unpaid"), words, deciding(world, UNSURE)))[0] == "jobs.unpaid"
    several = asked(world, "jobs.unpaid", "jobs.fees")
    assert ids(says(several, words, deciding(world, UNSURE))) == ["unknown"]


def test_of_several_that_may_be_meant_small_talk_is_not_offered(world: World) -> None:
    (offer,) = says(Session(), "it is over", deciding(world, doubt("bot.thanks", "fraud.sent_money"))).replies
    assert commands(offer) == ["ask fraud.sent_money", "none"]


@pytest.mark.parametrize(
    "words", ["guard coming", "they are at the door", "看守来了", "有人過來了", "he is coming back"]
)
def test_whoever_is_about_to_be_seen_is_told_to_hide_the_phone_and_nothing_else(world: World, words: str) -> None:
    held = Session(country="MM", last_intent="jobs.trapped", last_at=NOW)
    turn = says(held, words, deciding(world, UNSURE))
    assert ids(turn) == ["said.coming"]
    assert commands(turn.replies[0]) == []  # a button would tell what was asked
    assert ids(says(turn.session, "it gets dark now", deciding(world, UNSURE))) == ["still"]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("jobs.trapped", "police are coming"),  # they have to be told something
        ("jobs.family_trapped", "they are coming"),
        ("fraud.loan", "they are coming"),
        ("jobs.trapped", "他们说明天要把我卖到别的公司去"),
    ],
)
def test_who_comes_is_not_always_hidden_from(world: World, last: str, words: str) -> None:
    before = Session(country="MM", last_intent=last, last_at=NOW)
    assert "said.coming" not in ids(says(before, words, deciding(world, UNSURE)))


def test_what_a_question_back_offered_does_not_push_aside_an_urgent_answer(world: World) -> None:
    caller = Session(last_intent="fraud.sent_money", last_at=NOW, asked_country=True)
    doubtful = says(caller, "they told me to stay in a hotel", deciding(world, doubt("jobs.trapped"))).session
    assert "jobs.trapped" not in ids(says(doubtful, "it gets dark now", deciding(world, UNSURE)))


@pytest.mark.parametrize(
    ("words", "intent"),
    [("she keep my passport also", "jobs.passport"), ("boss on farm take our passport, we are six", "jobs.unpaid")],
)
def test_what_happened_at_work_is_answered_and_is_no_offer(world: World, words: str, intent: str) -> None:
    told = Decision("answer", intent, 0.95, ())
    assert ids(says(Session(), words, deciding(world, told)))[0] == intent
    advert = "Hiring typists in Dubai, 3000 dollars a month, send your passport to @jobs on telegram"
    assert ids(says(Session(), advert, deciding(world, told)))[0] == "check.card"


def test_after_a_question_back_a_bit_of_the_story_is_no_offer(world: World) -> None:
    after = asked(world, "fraud.investment", "fraud.recover_money")
    assert "check.card" not in ids(says(after, "12000 dollars in crypto", deciding(world, UNSURE)))


def test_is_it_real_after_another_fraud_asks_about_that_one(world: World) -> None:
    doubting = deciding(world, Decision("answer", "jobs.is_it_a_scam", 0.9, ()))
    caller = Session(last_intent="fraud.isolated", last_at=NOW, asked_country=True)
    (told,) = says(caller, "is it a real officer", doubting).replies
    assert told.id == "above"
    assert "You may walk out" in told.html
    other = says(caller, "is this job offer real", doubting)
    assert ids(other) == ["jobs.is_it_a_scam"]


def test_the_sign_for_help_alone_asks_for_the_numbers(world: World) -> None:
    assert ids(says(Session(country="KE"), "🆘", world)) == ["sos"]


def test_who_says_of_which_nation_they_are_gets_the_numbers_where_they_are(world: World) -> None:
    abroad = Session(country="CA", last_intent="fraud.isolated", last_at=NOW, asked_country=True)
    turn = says(abroad, "我是中国人 打给谁", deciding(world, UNSURE))
    assert (turn.session.country, turn.session.home) == ("CA", "CN")
    assert "911" in turn.replies[0].html
    assert "12308" in turn.replies[0].html


@pytest.mark.parametrize(
    "words",
    [
        "bro im 17 from manila. my frend says come to cambodia he earns 1500, chat job. he is there",
        "my fren work in cambodia want me come, i'm 16, chat support 1500 usd",
        "朋友约我去泰国上班，我十七岁",
    ],
)
@pytest.mark.parametrize("made", [UNSURE, Decision("answer", "jobs.family_trapped", 0.9, ())])
def test_who_is_under_age_and_invited_is_told_not_to_go(world: World, words: str, made: Decision) -> None:
    assert ids(says(Session(country="PH"), words, deciding(world, made)))[0] == "jobs.minor"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("im 16 and my brother is held in myanmar", "jobs.family_trapped"),
        ("i am 17 weeks pregnant, they want me to go to work", "jobs.unpaid"),
        ("im 15, a girl wants me to come on camera", "fraud.sextortion"),
    ],
)
def test_an_age_alone_changes_no_answer(world: World, words: str, found: str) -> None:
    told = Decision("answer", found, 0.95, ())
    assert ids(says(Session(country="PH"), words, deciding(world, told)))[0] == found
    assert ids(says(Session(country="PH"), words, deciding(world, doubt(found))))[0] != "jobs.minor"


@pytest.mark.parametrize(
    "words", ["thnx man i was literally crying", "拦下了 柜员没给办 谢谢谢谢", "JazakAllah he is home"]
)
def test_thanks_with_a_word_of_why_are_thanks_and_change_no_subject(world: World, words: str) -> None:
    after = Session(last_intent="fraud.stop_payment", last_at=NOW)
    for made in (UNSURE, doubt("jobs.unpaid"), Decision("answer", "fraud.stop_payment", 0.6, ())):
        turn = says(after, words, deciding(world, made))
        assert (ids(turn), turn.session.last_intent) == (["bot.thanks"], "fraud.stop_payment")


@pytest.mark.parametrize(
    "words", ["thanks, and how do i report it?", "谢谢 那怎么举报", "thank you " + "they still call me " * 6]
)
def test_a_question_beside_thanks_is_no_thanks(world: World, words: str) -> None:
    turn = says(Session(last_intent="fraud.stop_payment", last_at=NOW), words, deciding(world, UNSURE))
    assert "bot.thanks" not in ids(turn)


def test_a_call_that_fails_is_answered_in_an_emergency_and_the_emergency_stays(world: World) -> None:
    after = Session(last_intent="jobs.trapped", country="TH", last_at=NOW)
    maybe = Decision("disambiguate", None, 0.31, (Match("jobs.trapped", 0.31), Match("bot.no_credit", 0.29)))
    turn = says(after, "airtime has finished on me", deciding(world, maybe))
    assert (ids(turn)[0], turn.session.last_intent) == ("bot.no_credit", "jobs.trapped")
    sure = says(after, "am phoning 10177 it just rings and rings", deciding(world, answer("bot.no_answer", 0.84)))
    assert ids(sure)[0] == "bot.no_answer"
    hardly = Decision("unknown", None, 0.1, (Match("bot.no_credit", 0.1),))
    assert ids(says(after, "the lights went out", deciding(world, hardly))) == ["still"]


@pytest.mark.parametrize("words", ["sorry i mean my sister", "打错了 是我弟", "no i meant the other one"])
def test_a_correction_stays_with_what_was_answered(world: World, words: str) -> None:
    after = Session(last_intent="jobs.persuade_friend", last_at=NOW)
    turn = says(after, words, deciding(world, doubt("jobs.family_trapped")))
    assert (ids(turn), turn.session.last_intent) == (["above"], "jobs.persuade_friend")


@pytest.mark.parametrize(
    ("words", "reply"), [("he is 19", "above"), ("她二十三岁了", "above"), ("she is 16", "jobs.minor")]
)
def test_who_is_of_age_is_no_minor(world: World, words: str, reply: str) -> None:
    after = Session(last_intent="jobs.family_trapped", country="NP", last_at=NOW)
    assert ids(says(after, words, deciding(world, answer("jobs.minor", 0.95))))[0] == reply


@pytest.mark.parametrize("words", ["so i call which police, china or here", "报警哪个号 泰语我会讲", "who do i call"])
def test_whom_to_call_in_an_emergency_asks_where_somebody_is_who_never_said_it(world: World, words: str) -> None:
    after = Session(last_intent="jobs.trapped", asked_country=True, last_at=NOW)
    turn = says(after, words, deciding(world, UNSURE))
    assert ids(turn) == ["above", "country.ask"]
    there = says(turn.session, "thailand", deciding(world, UNSURE))
    assert there.session.country == "TH"
    assert "jobs.trapped" in ids(there)


@pytest.mark.parametrize(
    ("words", "code"),
    [("police here in australia or in china?", "AU"), ("应该到泰国了", "TH"), ("我清迈跑包车的", "TH")],
)
def test_where_somebody_is_is_heard_in_passing(world: World, words: str, code: str) -> None:
    after = Session(last_intent="fraud.sent_money", last_at=NOW)
    assert says(after, words, deciding(world, UNSURE)).session.country == code


@pytest.mark.parametrize("words", ["what do i write to my sister", "can i call my mother", "我怎么跟我妈说"])
def test_who_is_held_and_asks_how_to_reach_home_is_not_told_what_families_do(world: World, words: str) -> None:
    family = deciding(world, answer("jobs.family_trapped", 0.7))
    held = Session(country="MM", last_intent="jobs.held_phone", last_at=NOW)
    assert ids(says(held, words, family)) != ["jobs.family_trapped"]
    assert ids(says(held, "they beat my sister, she is in another building", family)) == ["jobs.family_trapped"]


def test_a_bit_of_an_offer_is_held_before_an_answer_that_may_be_meant(world: World) -> None:
    may_be = deciding(world, Decision("disambiguate", None, 0.5, (Match("fraud.customer_service", 0.5),)))
    turn = says(Session(), "offer: customer service dubai 2500 usd", may_be)
    assert (ids(turn), turn.held) == (["check.perhaps"], ("offer: customer service dubai 2500 usd",))
    urgent = deciding(world, Decision("disambiguate", None, 0.3, (Match("jobs.trapped", 0.3),)))
    assert ids(says(Session(), "offer: customer service dubai 2500 usd", urgent)) == ["disambiguate"]


@pytest.mark.parametrize(
    "words",
    [
        "so how many of these places police smash already",
        "joke lang po. pero may nakita ako, csr cambodia 120k per month no exp free ticket, ok ba to",
        "i was just joking, it was about my boss",
    ],
)
def test_another_matter_does_not_bear_out_what_was_asked_about(world: World, words: str) -> None:
    asked = says(Session(lang="en"), "the part she jumps i cannot", deciding(world, doubt("jobs.trapped"))).session
    assert "jobs.trapped" not in ids(says(asked, words, deciding(world, UNSURE)))
    assert ids(says(asked, "he hit me again", deciding(world, UNSURE)))[0] == "jobs.trapped"
