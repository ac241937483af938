"""The content of the check: complete, sourced, and made of patterns that cannot blow up."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.catalog.loader import ContentError
from bot.offer.anchors import Anchors, facts
from bot.offer.rules import load_rules
from tests.offer.conftest import CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.offer.rules import Rules

CLASS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
NAMED = [
    *("pay_far_above_market", "no_skill_high_pay", "all_inclusive_free", "vague_duties"),
    *("debt_or_case_welcome", "safety_reassurance", "unsolicited_message", "chat_only_recruiter"),
    *("no_company_identity", "unlicensed_recruiter", "no_real_interview", "friend_or_lover_invites"),
    *("urgency_quick_departure", "hotspot_destination", "border_zone_worksite", "destination_switch"),
    *("multi_country_detour", "covert_crossing", "lie_to_officers", "unsafe_return_ticket"),
    *("tourist_visa_for_work", "no_written_contract", "papers_supplied_or_soft_copy", "id_scan_early"),
    *("passport_handed_over", "upfront_fee", "deposit_to_unlock", "paid_likes_tasks", "use_own_bank_account"),
    *("sell_account_or_card", "parcel_reshipping", "cheque_or_crypto_forwarding", "chat_typing_role"),
    *("gambling_role", "fake_profile_or_invest_chat", "trade_slang", "exit_penalty_or_debt"),
    *("closed_housing_phone_limits", "secrecy_or_delete_chat"),
]


def patterns(rules: Rules) -> Iterator[str]:
    groups = [rules.signs, rules.unless, rules.good_signs, rules.offer, rules.talk, rules.asks, rules.fields]
    for group in groups:
        for sought in (sought for several in group.values() for sought in several):
            yield sought.expression
    for wordings in (*rules.near.values(), *rules.tells.values()):
        yield from (part.expression for wording in wordings for part in wording.parts)
    for cues in rules.others.values():
        yield from (sought.expression for cue in cues for sought in cue)
    yield from (pattern.pattern for pattern in (*rules.negations, *rules.negations_after))
    yield from (rules.pay.amount.pattern, rules.places.pattern.pattern)


def test_all_flags_of_the_notes_are_there_and_every_one_has_a_source(rules: Rules) -> None:
    assert len(NAMED) == 39
    assert set(NAMED) <= set(rules.flags)
    assert all(flag.sources for flag in rules.flags.values())


def test_every_flag_is_worded_in_both_languages(rules: Rules) -> None:
    assert {"en", "zh"} <= set(rules.texts)
    for text in rules.texts.values():
        assert set(text.flags) == set(rules.flags)
        assert all(flag.why and flag.innocent and flag.ask for flag in text.flags.values())


def test_every_repeat_has_a_bound_so_that_no_text_can_stall_a_search(rules: Rules) -> None:
    every = list(patterns(rules))
    assert len(every) > 400
    unbounded = [pattern for pattern in every if re.search(r"[*+](?!\))|\{\d+,\}", CLASS.sub("x", pattern))]
    assert unbounded == []


def test_no_text_calls_an_offer_safe(rules: Rules) -> None:
    for lang, text in rules.texts.items():
        said = " ".join(text.card.values()).lower()
        assert ("安全" if lang == "zh" else " safe") not in said


def anchors(pattern: str) -> Anchors:
    return next(iter(facts(pattern)[0]), frozenset())


def test_a_pattern_is_searched_only_where_its_letters_stand() -> None:
    assert anchors(r"\b(?:my)?awaddy\b") == {"awaddy"}
    assert anchors(r"(?:free|paid) flight") == {" flight"}
    assert anchors(r"包(?:机票|吃)") == {"包"} or anchors(r"包(?:机票|吃)") == {"机票", "吃"}
    assert anchors(r"\d{3}") == frozenset()


def test_a_fault_in_the_content_is_named_with_its_file(tmp_path: Path) -> None:
    for name in ("redflags.yaml", "offers.yaml", "en/redflags.yaml", "zh/redflags.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CONTENT / name, tmp_path / name)
    file = tmp_path / "redflags.yaml"
    file.write_text(file.read_text("utf-8").replace("sources: [READR]", "sources: [NOBODY]"), "utf-8")
    with pytest.raises(ContentError, match=r"redflags.yaml:\d+.*NOBODY"):
        load_rules(tmp_path)


def test_a_key_that_is_not_known_is_to_be_removed_or_mended(tmp_path: Path) -> None:
    for name in ("redflags.yaml", "offers.yaml", "en/redflags.yaml", "zh/redflags.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CONTENT / name, tmp_path / name)
    file = tmp_path / "offers.yaml"
    file.write_text(file.read_text("utf-8") + "\nshortener: []\n", "utf-8")
    with pytest.raises(ContentError, match=r"offers.yaml:\d+.* shortener: .*Remove it or mend its spelling"):
        load_rules(tmp_path)


def test_a_flag_that_a_language_does_not_word_is_an_error(tmp_path: Path) -> None:
    for name in ("redflags.yaml", "offers.yaml", "en/redflags.yaml", "zh/redflags.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CONTENT / name, tmp_path / name)
    file = tmp_path / "zh/redflags.yaml"
    file.write_text(file.read_text("utf-8").replace("  upfront_fee:\n", "  upfront_fees:\n"), "utf-8")
    with pytest.raises(ContentError, match="upfront_fee"):
        load_rules(tmp_path)
