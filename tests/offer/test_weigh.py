"""What the likeness of the whole changes, and what it must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.offer.kind import Other
from bot.offer.level import Level
from bot.offer.text import fold
from bot.offer.types import Flag, Good
from bot.offer.weigh import CHINESE, lure_flag, named, offers, ordinary, weighed
from bot.offer.wording import HONEST, LURE, OTHER, TALK, Likeness

if TYPE_CHECKING:
    from bot.offer.rules import Rules

NONE = Level("none_found", None, None)
DECISIVE = Flag("passport_handed_over", "decisive", "papers", "x", 0, 1)
STRONG = Flag("upfront_fee", "strong", "money", "x", 0, 1)
WORDED = Good("ordinary_wording", checkable=False, quote="x", start=0, end=1)


def like(sort: str, margin: float) -> Likeness:
    return Likeness(sort, margin, (0, 2), "fraud.prize")


def test_a_text_like_lures_has_a_sign_that_quotes_it(rules: Rules) -> None:
    (flag,) = lure_flag(like(LURE, 2), fold("票我们出"), (), rules.flags, CHINESE)
    assert (flag.id, flag.quote, flag.start, flag.end) == ("lure_wording", "票我", 0, 2)
    assert lure_flag(like(LURE, 0.1), fold("票我们出"), (), rules.flags, CHINESE) == ()
    assert lure_flag(like(HONEST, 2), fold("票我们出"), (), rules.flags, CHINESE) == ()
    assert lure_flag(None, fold("票我们出"), (), rules.flags, CHINESE) == ()


def test_a_slight_likeness_needs_another_sign_beside_it(rules: Rules) -> None:
    assert lure_flag(like(LURE, 0.6), fold("票我们出"), (), rules.flags, CHINESE) == ()
    assert lure_flag(like(LURE, 0.6), fold("票我们出"), (STRONG,), rules.flags, CHINESE) != ()


def test_a_text_like_honest_offers_says_so_and_nobody_can_check_that() -> None:
    (good,) = ordinary(like(HONEST, 2), fold("护士有证"), CHINESE)
    assert (good.id, good.checkable) == ("ordinary_wording", False)
    assert ordinary(like(LURE, 2), fold("护士有证"), CHINESE) == ()


@pytest.mark.parametrize(("risk", "after"), [("high", "caution"), ("caution", "none_found")])
def test_ordinary_wording_takes_a_level_one_down_but_never_a_decisive_sign(risk: str, after: str) -> None:
    reached = Level(risk, "two_strong", "abroad")  # type: ignore[arg-type]
    assert weighed(reached, (WORDED,), (STRONG,), None, CHINESE, ()).risk == after
    assert weighed(reached, (WORDED,), (STRONG, DECISIVE), None, CHINESE, ()) == reached
    assert weighed(reached, (), (STRONG,), None, CHINESE, ()) == reached


@pytest.mark.parametrize("everyday", [True, False])
def test_a_decisive_sign_that_ordinary_adverts_have_too_leaves_a_caution_in_one(*, everyday: bool) -> None:
    signs = {DECISIVE.id} if everyday else {"another"}
    high, caution = Level("high", "decisive", "abroad"), Level("caution", "grave_strong", "abroad")
    found = weighed(high, (WORDED,), (DECISIVE,), None, CHINESE, signs)
    assert (found.risk, found.lowered) == (("caution", True) if everyday else ("high", False))
    assert weighed(high, (), (DECISIVE,), None, CHINESE, signs) == high
    assert weighed(caution, (WORDED,), (DECISIVE,), None, CHINESE, signs) == caution


def test_the_wording_makes_an_offer_of_a_lure_unless_another_scam_is_told_plainly() -> None:
    assert offers(like(LURE, 2), Other(), NONE, (), by_rules=False, at=CHINESE)
    assert not offers(like(LURE, 0.2), Other(), NONE, (), by_rules=False, at=CHINESE)
    assert not offers(like(LURE, 2), Other("fraud.loan", 3, 3), NONE, (), by_rules=False, at=CHINESE)


def test_talk_is_no_offer_unless_a_decisive_sign_stands_in_one() -> None:
    high = Level("high", "decisive", "abroad")
    slight = Level("caution", "one_strong", "money")
    assert not offers(like(TALK, 2), Other(), slight, (STRONG,), by_rules=True, at=CHINESE)
    assert offers(like(TALK, 1.2), Other(), high, (DECISIVE,), by_rules=True, at=CHINESE)
    assert not offers(like(TALK, 2), Other(), high, (DECISIVE,), by_rules=True, at=CHINESE)
    assert offers(like(OTHER, 2), Other(), high, (DECISIVE,), by_rules=True, at=CHINESE)
    assert not offers(like(OTHER, 2), Other(), high, (STRONG,), by_rules=True, at=CHINESE)


def test_without_a_model_the_rules_decide_alone() -> None:
    assert offers(None, Other(), NONE, (), by_rules=True, at=CHINESE)
    assert named("fraud.loan", None, Other(), CHINESE) == "fraud.loan"


def test_the_wording_names_a_scam_where_the_rules_have_few_telling_words() -> None:
    assert named("none", like(OTHER, 1), Other(), CHINESE) == "fraud.prize"
    assert named("fraud.loan", like(OTHER, 1), Other("fraud.loan", 3, 1), CHINESE) == "fraud.prize"
    assert named("fraud.loan", like(OTHER, 1), Other("fraud.loan", 3, 2), CHINESE) == "fraud.loan"
    assert named("fraud.loan", like(TALK, 1), Other("fraud.loan", 3, 1), CHINESE) == "fraud.loan"


def test_who_plainly_talks_is_not_told_of_another_scam_for_a_word_or_two() -> None:
    assert named("fraud.loan", like(TALK, 1.7), Other("fraud.loan", 1, 1), CHINESE) == "none"
    assert named("fraud.loan", like(TALK, 0.2), Other("fraud.loan", 1, 1), CHINESE) == "fraud.loan"
    assert named("fraud.loan", like(TALK, 1.7), Other("fraud.loan", 1, 2), CHINESE) == "fraud.loan"


def test_what_people_share_every_day_is_no_lure_no_offer_and_no_scam_for_a_word_or_two(rules: Rules) -> None:
    post = like(LURE, 3)._replace(everyday=2.0)
    high = Level("high", "decisive", "abroad")
    assert not lure_flag(post, fold("晚安"), (), rules.flags, CHINESE)
    assert not offers(post, Other(), NONE, (), by_rules=True, at=CHINESE)
    assert offers(post, Other(), high, (DECISIVE,), by_rules=True, at=CHINESE)
    parcels = Flag("parcel_reshipping", "decisive", "money", "x", 0, 1)
    assert not offers(post, Other(), high, (parcels,), by_rules=True, at=CHINESE)
    assert offers(post, Other(), high, (parcels,), by_rules=True, at=CHINESE, jobs={"parcel_reshipping"})
    assert named("fraud.romance", post, Other("fraud.romance", 2, 1), CHINESE) == "none"
    assert named("fraud.romance", post, Other("fraud.romance", 3, 2), CHINESE) == "fraud.romance"
    assert named("fraud.sms", post, Other("fraud.sms", 2, 0), CHINESE, {"fraud.sms"}) == "fraud.sms"
