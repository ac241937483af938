"""The likeness of a whole text to known kinds, by itself and on a language's own model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.bench_offer import read
from bot.commands.wording import LABELS, examples, learn
from bot.offer.assess import assess
from bot.offer.reading import Reading
from bot.offer.text import fold
from bot.offer.wording import HONEST, LURE, OTHER, SORTS, likeness, pieces, read_wording, written

if TYPE_CHECKING:
    from bot.offer.rules import Rules

SET = Path(__file__).parent / "offers_fresh_zh.jsonl"
QUESTIONS = Path(__file__).parents[1] / "match" / "questions.jsonl"


def test_pieces_are_characters_and_pairs_and_no_digit_counts_by_its_value() -> None:
    assert pieces("月8") == ["月", "0", "月0"]
    assert pieces("月9") == pieces("月8")


def test_a_text_is_like_the_kind_whose_words_it_has_and_the_quote_shows_them(rules: Rules) -> None:
    folded = fold("你好。票我们出，今晚就走，会打字就行，护照拍给我。")
    found = likeness(folded, rules.wordings["zh"])
    assert found.sort == LURE
    assert found.margin > 0
    assert folded.text[slice(*found.quote)].strip() in folded.text


def test_an_empty_text_and_one_of_nothing_but_signs_have_a_likeness_too(rules: Rules) -> None:
    for text in ("", "。。。", "\n"):
        found = likeness(fold(text), rules.wordings["zh"])
        assert found.sort in SORTS
        assert found.quote[0] <= found.quote[1]


def test_a_model_is_the_same_after_it_was_written_and_read(tmp_path: Path) -> None:
    labelled = [("招客服票我们出", LURE), ("招护士有证", HONEST), ("点链接领奖", "fraud.prize")] * 3
    learnt = learn(labelled)
    (tmp_path / "wording.json").write_text(written(learnt), encoding="utf-8")
    again = read_wording(tmp_path / "wording.json")
    assert again is not None
    assert again.kinds == learnt.kinds
    assert written(again) == written(learnt)
    assert likeness(fold("点链接领奖"), again)[::3] == (OTHER, "fraud.prize")


def test_a_language_without_a_model_has_none(tmp_path: Path) -> None:
    assert read_wording(tmp_path / "wording.json") is None


def test_texts_that_were_left_out_are_told_apart() -> None:
    labelled = examples([SET], QUESTIONS, "zh")[::2]
    assert len(labelled) > 300
    left_out = [(text, kind if kind in SORTS else OTHER) for text, kind in labelled[::5]]
    model = learn([one for place, one in enumerate(labelled) if place % 5])
    right = sum(likeness(fold(text), model).sort == kind for text, kind in left_out)
    assert right >= 0.8 * len(left_out)


def test_the_model_in_the_content_was_learnt_from_the_texts_of_the_set(rules: Rules) -> None:
    cases = [case for case in read(SET) if case.label in LABELS]
    assert len(cases) > 300
    model = rules.wordings["zh"]
    right = sum(likeness(fold(case.text), model).sort == LABELS[case.label] for case in cases)
    assert right >= 0.97 * len(cases)


def test_what_is_everyday_is_told_from_everything_else(rules: Rules) -> None:
    """A quarter of each writer's posts was not learned."""
    posts = list(read(Path(__file__).parent / "everyday.jsonl"))
    assert len(posts) > 300
    found = [Reading(case.text, rules) for case in posts]
    assert sum(each.everyday for each in found) >= 0.75 * len(posts)
    outcomes = [assess(each) for each in found]
    assert sum(each.risk in {"high", "caution"} for each in outcomes) <= 0.025 * len(posts)
    assert sum(each.kind.startswith("fraud.") for each in outcomes) <= 0.03 * len(posts)
