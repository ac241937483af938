"""What is asked and told under a card: the level again, an interview, what a recruiter says, money that was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.step import step
from bot.dialogue.types import Session, Text, World
from bot.match.types import Decision, Match
from tests.dialogue.test_together import NOW, Chat

LURE = (
    "Customer service wanted in Bavet, Cambodia. 1500 USD per month, no experience, free flight and visa, "
    "contact telegram @hrlucy"
)
LURE_ZH = "招柬埔寨客服，无需经验，月薪三万，包机票，飞机联系"
PLAIN_ZH = (
    "上海某某电子有限公司招聘质检员，月薪5500-6500，五险一金，签劳动合同，地址上海市松江区，面试请带身份证，"
    "电话021-57771234"
)
UNSURE = Decision("unknown", None, 0.1, ())


@pytest.fixture
def chat(world: World) -> Chat:
    return Chat(world)


@pytest.mark.parametrize(
    ("card", "asked", "said"),
    [
        (LURE, "so should i go?", "<b>No.</b>\n<b>High risk"),
        (LURE, "ok so can we accept it", "<b>No.</b>\n<b>High risk"),
        (LURE_ZH, "那我能去吗", "<b>不要去。</b>\n<b>风险高"),
        (LURE_ZH, "那我可以去面试吗", "<b>不要去。</b>\n<b>风险高"),
    ],
)
def test_who_asks_whether_to_go_hears_no_and_the_level(chat: Chat, card: str, asked: str, said: str) -> None:
    chat.send(card)
    chat.world = replace(chat.world, decide=lambda *_: Decision("answer", "jobs.already_accepted", 0.95, ()))
    (again,) = chat.send(asked).replies
    assert again.id == "check.again"
    assert again.html.startswith(said)


def test_who_asks_about_an_interview_is_told_what_to_look_up_and_promised_nothing(chat: Chat) -> None:
    chat.send(PLAIN_ZH)
    (again,) = chat.send("那我可以去面试吗").replies
    assert "不等于没问题" in again.html
    assert chat.world.catalog.languages["zh"].ui["check.visit"].strip() in again.html


def test_what_a_recruiter_says_is_read_with_the_offer(world: World) -> None:
    chat = Chat(replace(world, decide=lambda *_: UNSURE))
    chat.send(PLAIN_ZH)
    (card,) = chat.send("他们说体检费从工资里扣").replies
    assert card.id == "check.card"
    assert all(words in card.html for words in ("要小心", "先交钱", "上海某某电子有限公司"))
    assert all(words not in card.html for words in ("风险高", "走人要赔钱", "公司名称", "工作地点"))


def test_what_a_recruiter_says_later_raises_the_level_of_the_card(world: World) -> None:
    chat = Chat(replace(world, decide=lambda *_: UNSURE))
    chat.send(PLAIN_ZH)
    (again,) = chat.send("他们说体检费从工资里扣", wait=600).replies
    assert again.id == "check.again"
    assert all(words in again.html for words in ("要小心", "先交钱"))
    (more,) = chat.send("她说护照由公司保管", wait=600).replies
    assert more.id == "check.again"


def test_what_excuses_a_fee_changes_no_level(world: World) -> None:
    chat = Chat(replace(world, decide=lambda *_: UNSURE))
    chat.send("招聘游轮服务员，月薪2万，免费培训，先交押金6800元办海员证，三个月后退，联系李经理13800001111")
    (again,) = chat.send("他说押金有收据 还给我看了营业执照").replies
    assert (again.id, "风险高" in again.html) == ("check.again", True)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我已经交了2000 在中国", "fraud.sent_money"),
        ("i already paid them 300", "fraud.sent_money"),
        ("can i trust the website link in the email though", "fraud.link_or_app"),
        ("my friend is already there she says its ok", "jobs.friend_recruits"),
    ],
)
def test_what_is_plainly_meant_is_answered_where_the_matcher_is_in_doubt(world: World, text: str, intent: str) -> None:
    doubt = Decision("disambiguate", None, 0.3, (Match(intent, 0.3), Match("bot.country", 0.2)))
    turn = step(Session(), Text(text, NOW + timedelta(hours=1), "en"), replace(world, decide=lambda *_: doubt))
    assert turn.session.last_intent == intent
    assert turn.session.country == ("CN" if "中国" in text else None)


@pytest.mark.parametrize(
    "text",
    [
        "在小红书看到房子 房东说要先交500定金才能看房",
        "闲鱼上买手机 卖家让我先付定金",
        "found a flat on facebook 650/month landlord is abroad wants deposit first and sends keys by dhl",
        "selling my sofa on marketplace buyer says courier will come with cash but i must click link to get paid",
    ],
)
def test_a_flat_or_a_thing_for_sale_is_no_offer_of_work(world: World, text: str) -> None:
    assert not world.check(world.read(text), "en", described=True).is_offer
    assert Chat(replace(world, decide=lambda *_: UNSURE)).ids(text) == ["unknown"]


@pytest.mark.parametrize(
    "text",
    [
        "招聘房产中介，月薪6000，带客户看房，先交押金500元",
        "高价求租微信号，一天50元，不用押金，闲置手机卡也可以卖",
    ],
)
def test_work_with_flats_and_the_lending_of_accounts_stay_offers(world: World, text: str) -> None:
    assert world.check(world.read(text), "zh").is_offer
