"""Whose life is at stake is heard before what was lost, and told to whoever is with them where it is another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.dialogue.despair import heard
from bot.dialogue.flows.ask import decide
from bot.dialogue.types import Decide, Session, Text, World
from bot.match.types import Context, Decision, Match

ONESELF, ANOTHER = "bot.distress", "bot.distress_other"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
UNSURE = Decision("unknown", None, 0.2, ())
LOST = Decision("answer", "fraud.investment", 0.95, ())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("my dad got scammed lost his savings now says he dont want to live", ANOTHER),
        ("my husband lost the house, now he talks about ending it", ANOTHER),
        ("he says its better if he is not here anymore", ANOTHER),
        ("my husband says the kids are better off without him", ANOTHER),
        ("i am scared, my son will kill himself", ANOTHER),
        ("he is gone and left a goodbye letter", ANOTHER),
        ("lost it all in crypto, i dont want to wake up tomorrow", ONESELF),
        ("my wife left, i want to die", ONESELF),
        ("i wanna kms fr", ONESELF),
        ("lost 4k, gonna unalive myself", ONESELF),
        ("my bro keeps saying he wants to off himself", ANOTHER),
        ("欠了二十万 真的想紫砂", ONESELF),
        ("lost all of it, id rather not exist", ONESELF),
        ("they posted it. i wish i was dead", ONESELF),
        ("sometimes i look at the trucks n think just drive into one", ONESELF),
        ("my brother lost everything, he wants to walk in front of a train", ANOTHER),
        ("she send me voice she say she is drink the clorox and goodbye", ANOTHER),
        ("i drank bleach, forgive me", ONESELF),
        ("my son lost his savings 3 years ago, today he drank poison", ANOTHER),
        ("my room mate he say today he hang", ANOTHER),
        ("要是发给我爸我就不活了", ONESELF),
        ("我妈说钱追不回来她也不活了", ANOTHER),
        ("真想从这儿跳下去一了百了", ONESELF),
        ("我想从楼上跳下去", ONESELF),
        ("真想往下跳", ONESELF),
        ("i wish i never woke up", ONESELF),
        ("gonna jump off the overpass fr", ONESELF),
        ("owe 38k to the apps. bought something at the agrovet, its here", ONESELF),
        ("lost it all, im not gonna be here monday", ONESELF),
        ("i lost everything, please take care of my kids", ONESELF),
        ("钱全被骗了 帮我照顾好我妈", ONESELF),
        ("i will jump from the bridge", ONESELF),
        ("my husband lost the flat, he is going to jump from the balcony", ANOTHER),
        ("she was scammed, she gave me her airpods and said take care of biscuit (her dog)", ANOTHER),
        ("合租的妹子被网上那男的骗光了 刚给我发 姐帮我喂猫 银行卡密码是生日", ANOTHER),
        ("id rather be dead", ONESELF),
        ("she stepped in front of a train", ANOTHER),
        ("我老婆网上投资赔了 把煤气打开了", ANOTHER),
        ("我先生投資虛擬貨幣全賠光了 他說活著沒意思", ANOTHER),
        ("老公昨晚留了遗书 电话打不通", ANOTHER),
        ("他把農藥拿出來了", ANOTHER),
        ("网贷逼我 今晚就跳楼", ONESELF),
        ("我被骗了三十万 没脸见家人 打算今晚走了", ONESELF),
    ],
)
@pytest.mark.parametrize("made", [UNSURE, LOST])
def test_despair_comes_before_a_loss(world: World, words: str, expected: str, made: Decision) -> None:
    found = heard(made, words, None, world)
    assert (found.kind, found.intent, found.also) == ("answer", expected, made.intent)


@pytest.mark.parametrize("found", [ONESELF, "bot.high_place"])
@pytest.mark.parametrize(
    ("words", "of_another"),
    [
        ("he went to the bridge", True),
        ("老公站在天台 炒币亏光了", True),
        ("im on the bridge, my wife does not know", False),
        ("我站在楼顶，对不起我妈", False),
    ],
)
def test_what_is_for_oneself_is_not_told_to_who_stands_beside(
    world: World, found: str, words: str, *, of_another: bool
) -> None:
    made = Decision("answer", found, 0.9, ())
    assert heard(made, words, None, world).intent == (ANOTHER if of_another else found)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("if you want to die then run, says the boss", None),
        ("她说想死你了", None),
        ("我想不开通提醒", None),
        ("烧烤店烧炭烤肉卫生吗", None),
        ("卖家说跳楼价", None),
        ("周末不想活动", None),
        ("想紫砂壶了", None),
        ("can i top myself up with a gift card", None),
        ("the farm is 12 kms from the border", None),
        ("i want to take the tag off myself", None),
        ("he will kill himself if i dont send money", "fraud.romance"),
        ("i dont want to lose my job", None),
        ("i dont want to be here", None),  # so write those who are held
        ("my dad doesnt want to live with us", None),
        ("i want to die. " * 30, None),
        ("i dont want to be here anymore", "jobs.trapped"),
        ("i dont want to be here anymore, boss took my passport", "bot.emergency"),
        ("i walk in front of the bus station every day", None),
        ("they made us run under the truck at the border", None),
        ("i was about to walk into one of those scam companies", None),
        ("there is no reason to live in cambodia", None),
        ("i would rather not wake up at 5 for the shift", None),
        ("i wish he was dead, that scammer took everything", None),
        ("二楼没有护栏 想跳下去逃走", None),
        ("把贷款还清就一了百了了", None),
        ("im on edge since they posted it", "fraud.loan"),
        ("i am on the edge of bankruptcy", "fraud.loan"),
        ("i am at the friendship bridge waiting for the agent", "fraud.loan"),
        ("我站在银行边上", "fraud.loan"),
        ("我在火车站边上的网吧", "fraud.loan"),
        ("we are waiting at the bridge near mae sot, he is bleeding", "bot.ambulance"),
        ("they want me to walk into the bus", None),
        ("this shop does not exist", None),
        ("i am standing at the gate of the office", "fraud.sent_money"),
        ("我站在银行门口", "fraud.sent_money"),
        ("i am hiding on the roof", "jobs.escaped"),
        ("he says he will hang out with us on friday", None),
        ("do you drink bleach", None),
        ("can you feed my dog tomorrow", None),
        ("the agrovet scammed me, fake seeds", None),
        ("i no want to die o, na play", None),
        ("i dont want to die here, they beat us", None),
        ("i will not be here monday, can i report tomorrow", None),
        ("我出差三天 帮我喂猫", None),
        ("we are going to jump from the window and run, boss took our passports", "jobs.trapped"),
    ],
)
def test_threats_lovers_and_stories_are_none(world: World, words: str, last: str | None) -> None:
    assert heard(UNSURE, words, last, world) is UNSURE


def test_who_is_surely_held_is_not_taken_for_who_wants_to_die(world: World) -> None:
    held = Decision("answer", "jobs.trapped", 0.99, ())
    words = "they took my passport and locked us in, i dont want to be here anymore"
    assert heard(held, words, None, world) is held


@pytest.mark.parametrize("words", ["kms rn", "i lost everything in the u.s. and want to kill myself"])
def test_despair_is_heard_in_short_forms_and_beside_abbreviations(world: World, words: str) -> None:
    unsure = replace(world, decide=lambda *_: UNSURE)
    assert decide(Session(), Text(words, NOW), unsure).intent == ONESELF


def test_despair_is_heard_where_spelling_out_makes_a_message_long(world: World) -> None:
    unsure = replace(world, decide=lambda *_: UNSURE)
    words = "tbh idk " * 30 + "i want to kill myself"
    assert decide(Session(), Text(words, NOW), unsure).intent == ONESELF


@pytest.mark.parametrize("words", ["tbh rather just not be here anymore", "i dont wanna be here anymore"])
def test_who_does_not_want_to_be_here_is_in_despair_where_nobody_is_held(world: World, words: str) -> None:
    assert heard(UNSURE, words, "fraud.sextortion", world).intent == ONESELF


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("am standing on the footbridge at thika road", "bot.high_place"),
        ("我在工地18层边上坐着呢", "bot.high_place"),
        ("he is sitting on the edge of the balcony", ANOTHER),
    ],
)
def test_who_stands_on_high_after_a_loss_is_taken_to_be_in_danger(world: World, words: str, expected: str) -> None:
    assert heard(UNSURE, words, "fraud.loan", world).intent == expected
    assert heard(UNSURE, words, "jobs.escaped", world) is UNSURE
    resembling_work = Decision("disambiguate", None, 0.3, (Match("jobs.minor", 0.3), Match("jobs.en_route", 0.2)))
    assert heard(resembling_work, words, "fraud.loan", world).intent == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nearly shot myself tonight", ONESELF),
        ("i attempted yesterday and i am still here", ONESELF),
        ("what is the least painful way to die", ONESELF),
        ("how many sleeping pills to die", ONESELF),
        ("i took all of my tablets an hour ago", ONESELF),
        ("i just want to hurt myself again", ONESELF),
        ("lost all will to live", ONESELF),
        ("hope i just dont wake up one day", ONESELF),
        ("i wish i was never born honestly", ONESELF),
        ("i bought a rope", ONESELF),
        ("said my goodbyes to everyone", ONESELF),
        ("where to get a gun", ONESELF),
        ("swallowed a whole strip of sleeping pils", ONESELF),
        ("安眠药吃几片会死吗", ONESELF),
        ("lost it all to a scammer. i want to die", ONESELF),
        ("i sent it all to a scammer and want to die", ONESELF),
        ("wrote the letter to my parents", ONESELF),
        ("my little brother is sui*idal", ANOTHER),
        ("my flatmate tried to commit suicide", ANOTHER),
        ("我怎么还没死啊", ONESELF),
        ("要是昨晚睡过去死了就好了", ONESELF),
        ("想了结自己的生命", ONESELF),
        ("真想离开这个世界", ONESELF),
        ("有没有人一起约死", ONESELF),
        ("只想睡过去再也不醒来", ONESELF),
        ("什么时候才能死", ONESELF),
        ("现在去死了 再见各位", ONESELF),
        ("我撑不过今晚了", ONESELF),
        ("吃多少片安眠药才能死", ONESELF),
        ("安眠药吃几片会死", ONESELF),
        ("i attempted this morning", ONESELF),
        ("i attempted 2 days ago", ONESELF),
        ("i took 30 white pills", ONESELF),
        ("i took 40 of my pills", ONESELF),
        ("i took all the pills", ONESELF),
        ("i swallowed a whole bottle of pills", ONESELF),
        ("i took the whole bottle of tablets", ONESELF),
        ("i overdosed last night", ONESELF),
        ("i am going to overdose", ONESELF),
        ("how much paracetamol will kill me", ONESELF),
        ("fastest way to die", ONESELF),
        ("how to die painlessly", ONESELF),
        ("i bought rope today", ONESELF),
        ("i have a rope ready", ONESELF),
        ("i have a gun in my hand", ONESELF),
        ("我吃了一整瓶安眠药", ONESELF),
        ("刚吃了半瓶安眠药", ONESELF),
        ("吃了一百片安眠药", ONESELF),
        ("怎么自杀", ONESELF),
        ("如何自杀", ONESELF),
        ("我自杀了", ONESELF),
        ("吃药自杀了 没成功", ONESELF),
        ("想一死了之", ONESELF),
        ("想结束自己", ONESELF),
        ("想结束这一切", ONESELF),
        ("想跳河", ONESELF),
        ("我要跳江了", ONESELF),
        ("想卧轨", ONESELF),
        ("活着太累了 不如去死", ONESELF),
        ("希望自己死掉", ONESELF),
        ("我买了炭 今晚烧", ONESELF),
        ("i hung myself but the rope broke", ONESELF),
        ("i want to drown myself", ONESELF),
        ("ready to kms", ONESELF),
        ("i planned my suicide", ONESELF),
        ("wish i'd never been born", ONESELF),
        ("tired of living", ONESELF),
        ("life is not worth living any more", ONESELF),
        ("no reason to keep going", ONESELF),
        ("i tried to end it last night", ONESELF),
        ("i'm holding a knife to my wrist", ONESELF),
        ("this is my last message, goodbye", ONESELF),
        ("people say i should kill myself", ONESELF),
        ("i said my goodbyes", ONESELF),
        ("the blackmailer wrote to my son and he wants to die", ANOTHER),
        ("骗子威胁我弟，他想自杀", ANOTHER),
        ("骗子说钱没了，我妈想不开", ANOTHER),
        ("骗子发了我女儿的照片 她割腕了", ANOTHER),
        ("自杀的方法有哪些", ONESELF),
        ("活着到底为了什么", ONESELF),
        ("昨晚差点从阳台跳下去", ONESELF),
        ("我姐留下遗言出门了", ANOTHER),
        ("我儿子说找不到活着的意义", ANOTHER),
    ],
)
def test_despair_is_heard_in_the_words_of_those_who_are_in_it(world: World, words: str, expected: str) -> None:
    found = heard(UNSURE, words, None, world)
    assert (found.kind, found.intent) == ("answer", expected)


@pytest.mark.parametrize(
    "words",
    [
        "what is the best way to end the call",
        "what is the best way to end it with him, we only met twice",
        "how many people will die in the film",
        "my phone died, hope it wakes up",
        "i almost killed myself laughing",
        "he shot himself in the foot with that email",
        "i cut my finger with the kitchen knife",
        "got a gun license last year",
        "the rope bridge is closed",
        "said goodbye to the old car",
        "this is my last day at work, hooray",
        "i took two tablets for my knee",
        "i took all my pills today as the doctor said",
        "the scammer says he will kill himself if i stop paying",
        "骗子说我不转钱他就去死",
        "how do i block self harm videos on the phone of my kid",
        "电影里那个人怎么死的",
        "手机什么时候死机的",
        "吃了一片发霉的面包会死吗",
        "喝了一瓶过期牛奶会死吗",
        "误食一颗生银杏会死吗",
        "来自残联的招聘是真的吗",
        "来自残疾人联合会",
        "一个人独自伤心",
        "来自伤者家属的感谢信",
        "意外险自伤赔吗",
        "the guards took all my medication and my passport",
        "boss took all my meds and i have asthma",
        "they took all my pills at the airport customs",
        "they make us hang from the ceiling when we miss the target",
        "老板威胁要让我死",
        "他们说不干活就让我死",
        "我不想死",
        "i attempted twice to withdraw my money and it failed",
        "I attempted once to log in to the wallet",
        "i attempted yesterday to call the bank",
        "how long does it take to die from botulism",
        "can you overdose on vitamin c",
        "how many mg of caffeine is an overdose",
        "my dog swallowed too many pills",
        "i bought a massage gun online and the seller disappeared",
        "i bought a water gun for my son",
        "i bought a skipping rope from shopee",
        "your last attempt today failed, is this text from my bank real",
        "we will make another attempt tomorrow to deliver your parcel",
        "how to get a gun in free fire",
        "said my goodbyes at the airport, flying to bangkok tomorrow",
        "i left a note for my husband on the fridge",
        "moving to vietnam and not planning on coming back",
        "骗子什么时候才能死",
        "希望骗子都死了就好了",
        "骗子快死吧",
        "明天去死海旅游要签证吗",
        "今晚去死亡谷拍星星",
        "不要去死记硬背英语单词",
        "虾死了不会中毒吧",
        "螃蟹为什么要活着蒸",
        "买的螃蟹三天了还没死？能吃吗",
        "这鱼什么时候会死",
        "怎么体面地离开这家公司",
        "防止手机卡死的方法",
        "冬天早上不想醒来",
        "做了个好梦不想醒来",
        "切菜割破手了怎么办",
        "手机壳边缘划手，能退吗",
        "再见世界杯",
        "想离开魔兽世界",
        "游戏里怎么去另一个世界",
        "手机电量撑不到明天了",
        "猫从阳台跳下去了没事吧",
        "why do scam victims commit suicide",
        "news: three scam victims attempted suicide in malaysia",
        "how do i report a page that shows self-harm",
        "想死你了，快回来",
        "比赛结束了，我们赢了",
        "去另一个城市要几个小时",
        "叫我起床，别让我睡过头",
        "活着的鱼怎么运",
        "我要去死海旅游",
        "昨晚从三楼跳下来一只猫",
    ],
)
def test_dying_of_laughter_a_license_and_the_dead_sea_are_no_despair(world: World, words: str) -> None:
    assert heard(UNSURE, words, None, world) == UNSURE


def test_who_holds_a_rope_in_a_compound_is_not_taken_for_who_wants_to_die(world: World) -> None:
    for last in ("jobs.trapped", "bot.emergency"):
        assert heard(UNSURE, "i got a rope, can i climb down from the window", last, world) == UNSURE
        assert heard(UNSURE, "能从窗户往下跳吗 二楼", last, world) == UNSURE


STORY = "The fair was in town and we walked there with my aunt, who talked about her garden and the new fence. " * 4
ASKED = "I do not want to be alive any more."


def knows(asked: str, whole: Decision = UNSURE, score: float = 0.9, intent: str = ONESELF) -> Decide:
    """Return a matcher that finds despair where a text has little beside it."""

    def made(text: str, context: Context) -> Decision:  # noqa: ARG001
        return Decision("answer", intent, score, ()) if asked in text and len(text) < 300 else whole

    return made


@pytest.mark.parametrize("long", [f"{STORY}{ASKED}", f"{ASKED} {STORY}", f"{STORY}{ASKED} {STORY}"])
def test_despair_is_heard_in_any_part_of_a_long_story(world: World, long: str) -> None:
    assert decide(Session(), Text(long, NOW), replace(world, decide=knows(ASKED))).intent == ONESELF


def test_despair_in_a_part_is_not_what_somebody_forwards_says_of_themselves(world: World) -> None:
    said = Text(f"{STORY}{ASKED}", NOW, forwarded_from="Jo")
    assert decide(Session(), said, replace(world, decide=knows(ASKED))).intent is None


def test_a_part_that_may_mean_despair_says_too_little(world: World) -> None:
    unsure = replace(world, decide=knows(ASKED, score=0.5))
    assert decide(Session(), Text(f"{STORY}{ASKED}", NOW), unsure).intent is None


def test_a_long_cry_for_help_stays_what_it_is_as_a_whole(world: World) -> None:
    held = replace(world, decide=knows(ASKED, whole=Decision("answer", "jobs.trapped", 0.8, ())))
    assert decide(Session(), Text(f"{STORY}{ASKED}", NOW), held).intent == "jobs.trapped"


def test_a_story_without_end_is_read_in_parts_as_well(world: World) -> None:
    asked = "no quiero mas"
    long = "and then we went on and on " * 20 + asked + " and then it went on" * 20
    read: list[str] = []

    def made(text: str, context: Context) -> Decision:  # noqa: ARG001
        read.append(text)
        return UNSURE

    decide(Session(), Text(long, NOW), replace(world, decide=made))
    assert "".join(read[1:]) == long
    assert max(map(len, read[1:])) <= 255


def test_what_a_part_tells_of_a_relative_is_the_relatives_answer(world: World) -> None:
    unsure = replace(world, decide=lambda *_: UNSURE)
    assert decide(Session(), Text(f"{STORY}My brother says he wants to die.", NOW), unsure).intent == ANOTHER


def test_despair_in_the_plain_words_of_a_part_is_heard_where_the_matcher_does_not(world: World) -> None:
    unsure = replace(world, decide=lambda *_: UNSURE)
    assert decide(Session(), Text(f"{STORY}I will kill myself tonight.", NOW), unsure).intent == ONESELF


def test_the_loss_that_a_long_story_is_about_is_named_beside(world: World) -> None:
    made = decide(Session(), Text(f"{STORY}{ASKED}", NOW), replace(world, decide=knows(ASKED, whole=LOST)))
    assert (made.intent, made.also) == (ONESELF, "fraud.investment")


def test_a_lovers_threat_in_a_long_story_of_him_is_no_despair(world: World) -> None:
    asked = "He says he will kill himself if I do not pay."
    courted = replace(world, decide=knows(asked, Decision("answer", "fraud.romance", 0.9, ()), intent=ANOTHER))
    assert decide(Session(), Text(f"{STORY}{asked}", NOW), courted).intent == "fraud.romance"


def test_of_a_text_without_end_its_beginning_and_its_end_are_read(world: World) -> None:
    read: list[str] = []

    def made(text: str, context: Context) -> Decision:  # noqa: ARG001
        read.append(text)
        return UNSURE

    decide(Session(), Text(f"first words. {STORY * 40} {'.' * 4000} last words", NOW), replace(world, decide=made))
    assert len(read) == 21
    assert read[1].startswith("first words")
    assert read[-1].endswith("last words")
    assert max(map(len, read[1:])) <= 255


@pytest.mark.parametrize(
    "words",
    [
        "it would be easier if i was gone, then they stop calling my mother",
        "if i die do the loan apps still call my family",
        "does the debt end when im gone",
        "if i were dead they would stop calling",
        "does life insurance pay for suicide",
        "i am worth more dead than alive",
        "everyones life would be easier without me",
        "自杀保险赔不赔",
        "人死债消吗",
        "人死了就不用还网贷了吗",
        "要是我不在了他们就不用还了",
        "mabuti pa siguro mawala na lang ako",
        "人没了 网贷还找家里要钱吗",
        "如果我不在了，欠的债父母要还吗",
        "人走了以后 老婆要还债吗",
        "保险满两年了 应该会赔给他们吧",
    ],
)
@pytest.mark.parametrize("made", [UNSURE, Decision("answer", "fraud.loan", 0.8, ())])
def test_who_asks_what_is_owed_by_the_dead_is_in_despair(world: World, words: str, made: Decision) -> None:
    assert heard(made, words, "fraud.loan", world).intent == ONESELF


@pytest.mark.parametrize(
    "words",
    [
        "what happens with my loan if i am gone for two weeks",
        "when i'm gone to dubai who pays the loan",
        "my loans when i am gone overseas",
        "if i'm dead tired can i skip the loan day",
        "does the company insurance pay if i die at work",
        "does the insurance pay my family if i die on the ship",
        "will the visa be easier if im not here",
        "sana wala na ako utang",
        "better wala na ako sa company na yan",
        "骗子人没了 钱追不回来了",
        "保单满两年了可以退保吗",
        "买的重疾险保单满两年了，现在查出病能赔吗",
        "保单满两年 退保会赔钱吗",
        "我走了以后家里谁照顾孩子",
        "我不在了家里会找我吗",
        "我不在了公司 欠我的工资还会给吗",
    ],
)
def test_who_goes_away_or_is_owed_wages_is_not(world: World, words: str) -> None:
    assert heard(UNSURE, words, "fraud.loan", world) == UNSURE


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("they will not find me when they come, i wrote down who gets what", ONESELF),
        ("i keep the weed killer beside me", ONESELF),
        ("the poison is next to me", ONESELF),
        ("安眠药攒够了", ONESELF),
        ("she gave away her dog and he left his watch at ours", ANOTHER),
        ("她把猫送给我了，说以后用不上了", ANOTHER),
        ("他把东西都给我了 说用不着了", ANOTHER),
    ],
)
def test_who_parts_from_things_after_a_loss_takes_leave(world: World, words: str, expected: str) -> None:
    assert heard(UNSURE, words, "fraud.loan", world).intent == expected


@pytest.mark.parametrize(
    "words",
    [
        "they won't meet me when they take the money",
        "he left his watch as deposit",
        "把旧衣服送我了，他说用不着了",
        "这边风很大 快递还没到",
    ],
)
def test_things_watches_and_the_wind_are_no_farewell(world: World, words: str) -> None:
    assert heard(UNSURE, words, "fraud.loan", world) == UNSURE


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("桥上风好大", "bot.high_place"),
        ("我在天台", "bot.high_place"),
        ("on the bridge now, so windy", "bot.high_place"),
        ("看见她往天台去了", ANOTHER),
    ],
)
def test_a_bridge_a_roof_and_the_wind_there_after_a_loss_are_heard(world: World, words: str, expected: str) -> None:
    assert heard(UNSURE, words, "fraud.task_rebate", world).intent == expected


def test_the_wind_is_heard_of_who_spoke_of_dying(world: World) -> None:
    assert heard(UNSURE, "这边风好大 看得到海", ONESELF, world).intent == "bot.high_place"


def test_who_is_held_and_never_spoke_of_a_height_is_asked_about_it(world: World) -> None:
    high = Decision("answer", "bot.high_place", 0.7, (Match("jobs.held_phone", 0.2),))
    found = heard(high, "the one before, somebody is standing behind me", "jobs.trapped", world)
    assert (found.kind, found.intent) == ("disambiguate", None)
    assert [each.intent for each in found.offered] == ["bot.high_place", "jobs.held_phone"]
    held = replace(high, also="jobs.family_trapped")
    assert heard(held, "he sees lights, they have his passport", "jobs.family_trapped", world).intent == (
        "jobs.family_trapped"
    )
    assert heard(high, "i am up here, looking down", "jobs.trapped", world).intent == "bot.high_place"
    assert heard(high, "nobody comes", None, world).intent == "bot.high_place"
    assert heard(high, "nobody comes", "bot.high_place", world).intent == "bot.high_place"


@pytest.mark.parametrize(
    "words",
    [
        "one cap only. it is burning",
        "i took them",
        "two sips",
        "i drank it 10 minutes ago nothing happens",
        "she drank it, she is not answering",
        "its done, i took the tablets",
        "i finished the bottle",
        "took all my meds",
        "just had the whole strip",
        "喝了一口",
        "都吞了",
        "刚刚喝了 没人在家",
        "喝了 不知道怎么办",
        "我喝了 现在不想死了",
        "她喝了84 没醒",
        "喝了消毒水",
        "药都吃下去了",
        "我已经吃了三十片",
        "喝了 被骗的钱反正也要不回来",
    ],
)
def test_who_has_taken_something_after_that_is_told_whom_to_call(world: World, words: str) -> None:
    assert heard(UNSURE, words, ONESELF, world).intent == "bot.ambulance"


@pytest.mark.parametrize(
    "words",
    [
        "i havent swallowed it",
        "he has never drunk it, i took it to the police",
        "i did not drink one sip",
        "没喝，一瓶都没吞了",
        "药我没吃，我不敢吃了",
        "they took it all",
        "he took it and blocked me",
        "i took some screenshots",
        "i drank some water",
        "it burns me inside what they did",
        "骗子把我的钱吞了",
        "钱都被平台吞了",
        "喝了杯咖啡",
        "喝了点热水 好些了",
    ],
)
def test_who_has_taken_nothing_is_not(world: World, words: str) -> None:
    assert heard(UNSURE, words, ONESELF, world) == UNSURE
