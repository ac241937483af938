"""What is wrong in the check's content is said, all of it, with file and line, and nothing breaks on it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from bot.catalog.loader import ContentError
from bot.offer.rules import load_rules
from bot.offer.wording import SORTS

if TYPE_CHECKING:
    from pathlib import Path


def spoil(content: Path, name: str, written: str, instead: str) -> int:
    """Change the first place where a pattern stands; return its line."""
    file = content / name
    whole = file.read_text("utf-8")
    found = re.search(written, whole, re.MULTILINE)
    assert found is not None
    file.write_text(whole[: found.start()] + found.expand(instead) + whole[found.end() :], "utf-8")
    return whole[: found.start()].count("\n") + 1


def said(content: Path) -> list[str]:
    with pytest.raises(ContentError) as raised:
        load_rules(content)
    return list(map(str, raised.value.problems))


BROKEN = ("(unclosed", "a)", "[a", "(?<=a{1,3})b", "a{99999999999}", "{ticket}(", "a|(b")


@pytest.mark.parametrize("section", ["abroad", "negation", "negation_after"])
def test_what_is_no_pattern_is_said_with_its_line(content: Path, section: str) -> None:
    written = "".join(f"  - '{pattern}'\\n" for pattern in BROKEN)
    first = 1 + spoil(content, "en/redflags.yaml", rf"^{section}:\n", rf"\g<0>{written}")
    problems = said(content)
    assert len(problems) == len(BROKEN)
    for number, problem in enumerate(problems):
        assert problem.startswith(f"en/redflags.yaml:{first + number}: error: {section}.{number}: is no pattern: ")


KINDS = (
    (r"^flags:\n  \w+:\n(?:    .*\n)*?    patterns:\n", r"flags\.\w+\.patterns\.0"),
    (r"^    near:\n", r"flags\.\w+\.near\.0"),
    (r"^    unless:\n", r"flags\.\w+\.unless\.0"),
    (r"^good:\n  \w+:\n(?:    .*\n)*?    patterns:\n", r"good\.\w+\.patterns\.0"),
    (r"^asks:\n  line:\n", r"asks\.line\.0"),
    (r"^others:\n  [\w.]+:\n", r"others\.fraud\.\w+\.0"),
    (r"^tells:\n(?:  #.*\n)?  [\w.]+:\n", r"tells\.fraud\.\w+\.0"),
    (r"^fields:\n(?:  .*\n)*?  job:\n", r"fields\.job\.0"),
)


def test_every_kind_of_pattern_is_looked_at(content: Path) -> None:
    for before, _ in KINDS:
        spoil(content, "en/redflags.yaml", before + "(?=( +)-)", r"\g<0>\1- 'a<~9>(unclosed'\n")
    problems = said(content)
    assert len(problems) == len(KINDS)
    for _, where in KINDS:
        pattern = rf"en/redflags\.yaml:\d+: error: {where}: is no pattern: "
        assert [bool(re.match(pattern, problem)) for problem in problems].count(True) == 1, where


def test_a_word_for_a_time_that_is_no_pattern_is_said(content: Path) -> None:
    spoil(content, "en/redflags.yaml", r"^  week: \[", r"\g<0>'(', ")
    (problem,) = said(content)
    assert ": periods.week.0: is no pattern: " in problem


def test_a_class_that_is_no_pattern_is_said_once_and_not_for_each_pattern_that_names_it(content: Path) -> None:
    line = spoil(content, "en/redflags.yaml", r'^  ticket: "', r"\g<0>(")
    (problem,) = said(content)
    assert problem.startswith(f"en/redflags.yaml:{line}: error: classes.ticket: is no pattern: ")


def test_classes_that_are_made_of_one_another_are_said(content: Path) -> None:
    spoil(content, "en/redflags.yaml", "^classes:\n", r"\g<0>  round: 'a|{about}'\n  about: 'b|{round}'\n")
    problems = [problem.split(": ") for problem in said(content)]
    assert [(problem[2], "made of itself" in problem[3]) for problem in problems] == [
        ("classes.round", True),
        ("classes.about", True),
    ]


def test_a_text_of_the_card_that_a_language_lacks_is_an_error(content: Path) -> None:
    spoil(content, "zh/redflags.yaml", r"^  why_source:.*\n", "")
    (problem,) = said(content)
    assert re.match(r"zh/redflags\.yaml:\d\d+: error: card\.why_source: is not worded here\.", problem)


@pytest.mark.parametrize("text", ["来源：{sources}", "来源：{source", "来源：{}"])
def test_a_text_of_the_card_that_names_other_values_is_an_error(content: Path, text: str) -> None:
    line = spoil(content, "zh/redflags.yaml", r"^  why_source:.*\n", f"  why_source: '{text}'\n")
    (problem,) = said(content)
    assert problem.startswith(f"zh/redflags.yaml:{line}: error: card.why_source: names other values in {{ }}")


@pytest.mark.parametrize(
    ("written", "instead", "where"),
    [
        (r"not_with: \[qualification\]", "not_with: [qualifications]", r"rules\.\w+\.not_with"),
        (r"apart_from: \[border_zone_worksite\]", "apart_from: [border]", r"rules\.\w+\.apart_from"),
        (r"^job_signs: \[", r"\g<0>nobody, ", r"job_signs"),
        (r"^general_scams: \[", r"\g<0>fraud.nothing, ", r"general_scams"),
        (r"^advert_scams: \[", r"\g<0>fraud.nothing, ", r"advert_scams"),
    ],
)
def test_an_id_that_nobody_wrote_is_an_error(content: Path, written: str, instead: str, where: str) -> None:
    line = spoil(content, "redflags.yaml", written, instead)
    (problem,) = said(content)
    assert re.match(rf"redflags\.yaml:{line}: error: {where}: names no known ", problem)


def test_a_currency_without_a_rate_is_an_error(content: Path) -> None:
    line = spoil(content, "offers.yaml", r"(?<=currency: )[A-Z]{3}", "XXX")
    (problem,) = said(content)
    assert problem.startswith(f"offers.yaml:{line}: error: usual.0.currency: names no known currency: XXX.")


@pytest.mark.parametrize(
    "spoiled",
    [
        '{"kinds": [',
        "[]",
        "{}",
        '{"kinds": ["lure"], "base": [1], "pieces": {}}',
        '{"kinds": SORTS, "base": [1, 2], "pieces": {}}',
        '{"kinds": SORTS, "base": [1, 2, 3, 4, 5], "pieces": {"a": [1, 2]}}',
        '{"kinds": SORTS, "base": [1, 2, 3, 4, "5"], "pieces": {}}',
        '{"kinds": SORTS, "base": [1, 2, 3, 4, 5], "pieces": {}, "by": "lines"}',
    ],
)
def test_a_model_of_the_wording_that_is_cut_or_of_another_form_is_an_error(content: Path, spoiled: str) -> None:
    (content / "en" / "wording.json").write_text(spoiled.replace("SORTS", json.dumps(SORTS)), "utf-8")
    (problem,) = said(content)
    assert problem.startswith("en/wording.json:1: error: file: is no model")
    assert "content wording en" in problem


def test_a_model_of_everyday_posts_that_knows_other_kinds_is_an_error(content: Path) -> None:
    (content / "en" / "everyday.json").write_text('{"kinds": ["lure"], "base": [1], "pieces": {}}', "utf-8")
    (problem,) = said(content)
    assert problem.startswith("en/everyday.json:1: error: file: is no model")


def test_a_model_of_the_wording_that_is_no_text_is_an_error(content: Path) -> None:
    (content / "zh" / "wording.json").write_bytes(b"\xff\xfe\x00")
    (problem,) = said(content)
    assert problem.startswith("zh/wording.json:1: error: file: is no model")


def test_what_is_no_pattern_is_said_beside_other_faults(content: Path) -> None:
    spoil(content, "redflags.yaml", r"^job_signs: \[", r"\g<0>nobody, ")
    spoil(content, "en/redflags.yaml", "^abroad:\n", r"\g<0>  - '(unclosed {nowhere}'\n  - '(unclosed'\n")
    first, second, third = said(content)
    assert ": abroad.0: names no known class: nowhere." in first
    assert ": abroad.1: is no pattern: " in second
    assert ": job_signs: " in third


def test_all_faults_of_all_files_are_said_at_once(content: Path) -> None:
    spoil(content, "redflags.yaml", "severity: decisive", "severity: deadly")
    spoil(content, "offers.yaml", r"(?<=month: )\d+", "many")
    spoil(content, "zh/redflags.yaml", "^card:", "cards:")
    (content / "en" / "redflags.yaml").write_text("[", "utf-8")
    (content / "en" / "wording.json").write_text("[", "utf-8")
    assert {problem.partition(":")[0] for problem in said(content)} == {
        *("redflags.yaml", "offers.yaml", "en/redflags.yaml", "zh/redflags.yaml", "en/wording.json")
    }


def test_the_language_that_stands_in_for_all_others_must_be_there(content: Path) -> None:
    (content / "en" / "redflags.yaml").unlink()
    (problem,) = said(content)
    assert problem.startswith("en/redflags.yaml:1: error: file: ")
