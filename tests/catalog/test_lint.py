"""The lint: the content that ships has no error, and each rule finds what it is for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.catalog.html import faults
from bot.catalog.lint import judge
from bot.catalog.loader import load
from bot.catalog.yamlfile import Problem

CONTENT = Path(__file__).parents[2] / "content"


def check(content: Path) -> list[Problem]:
    return judge(load(content))


def spoil(content: Path, answer: str, title: str = "A test") -> list[Problem]:
    said = {"jobs.spoiled": {"title": title, "phrasings": ["a phrasing of the spoiled one"], "answer": answer}}
    (content / "en" / "spoiled.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    (content / "intents" / "spoiled.yaml").write_text("jobs.spoiled:\n  followups: [bot.help]\n", encoding="utf-8")
    return [problem for problem in check(content) if "spoiled" in problem.file or "spoiled" in problem.where]


def test_the_content_that_ships_has_no_error() -> None:
    assert [str(problem) for problem in check(CONTENT) if problem.level == "error"] == []


SPOILED = (
    ("Call 110 now.", "digit"),
    ("Ruf １１０ an.", "digit"),
    ("{fact:nothing_known}", "unknown"),
    ("{hotline:nobody-knows}", "unknown"),
    ("{fact}", "brace"),
    ("<script>x</script>", "not allowed"),
    ("<b>open", "never closed"),
    ("a <!-- b --> c", "comment"),
    ("a <![b[ c", "declaration"),
    ("This is a safe job offer.", "safety"),
    ("That was stupid of you.", "blames"),
    ("word " * 400, "characters"),
)


def test_each_rule_finds_its_fault(content: Path) -> None:
    said = {
        f"jobs.spoiled_{number}": {"title": "A test", "phrasings": [f"spoiled {number}"], "answer": answer}
        for number, (answer, _) in enumerate(SPOILED)
    }
    (content / "en" / "spoiled.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    (content / "intents" / "spoiled.yaml").write_text(yaml.safe_dump({name: {} for name in said}), encoding="utf-8")
    errors = [problem for problem in check(content) if problem.level == "error"]
    for name, (answer, message) in zip(said, SPOILED, strict=True):
        found = [problem.message for problem in errors if problem.where.removesuffix(".answer") == name]
        assert any(message in each for each in found), (answer, found)


def test_a_phrasing_of_two_intents_is_an_error(content: Path) -> None:
    path = content / "en" / "spoiled.yaml"
    said = {
        name: {"title": name, "phrasings": ["the very same question"], "answer": "x"}
        for name in ("jobs.spoiled", "jobs.spoiled_too")
    }
    path.write_text(yaml.safe_dump(said), encoding="utf-8")
    (content / "intents" / "spoiled.yaml").write_text("jobs.spoiled: {}\njobs.spoiled_too: {}\n", encoding="utf-8")
    assert any("the very same question" in problem.message for problem in check(content) if problem.level == "error")


@pytest.mark.parametrize("nearly", ["the very same question to be asked", "so the very same question to be asked"])
def test_a_phrasing_that_is_nearly_another_intents_is_a_warning(content: Path, nearly: str) -> None:
    said = {
        "jobs.spoiled": {"title": "one", "phrasings": ["the very same question to be asked"], "answer": "x"},
        "jobs.spoiled_too": {"title": "two", "phrasings": [f"{nearly} x", "quite another one"], "answer": "x"},
    }
    (content / "en" / "spoiled.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
    (content / "intents" / "spoiled.yaml").write_text("jobs.spoiled: {}\njobs.spoiled_too: {}\n", encoding="utf-8")
    (problem,) = [problem for problem in check(content) if "is nearly" in problem.message]
    assert (problem.level, problem.where) == ("warning", "jobs.spoiled_too.phrasings")
    assert nearly in problem.message


def test_a_number_in_the_words_of_a_line_must_be_in_its_entry(content: Path) -> None:
    lines = content / "zh" / "hotlines.yaml"
    lines.write_text(lines.read_text(encoding="utf-8").replace("9151 1767", "9151 1776"), encoding="utf-8")
    (problem,) = [problem for problem in check(content) if problem.where == "sg-crisis-sos"]
    assert (problem.file, problem.level) == ("zh/hotlines.yaml", "error")
    assert "9151 1776" in problem.message


@pytest.mark.parametrize("sources", [{"CN": ["nobody_2000"]}, {"XX": []}])
def test_sources_of_a_country_that_are_not_there_are_an_error(content: Path, sources: dict[str, list[str]]) -> None:
    path = content / "intents" / "jobs_offer.yaml"
    intents = yaml.safe_load(path.read_text("utf-8"))
    intents["jobs.unpaid"]["sources_in"] = sources
    path.write_text(yaml.safe_dump(intents), encoding="utf-8")
    assert [problem.where for problem in check(content) if problem.level == "error"] == ["jobs.unpaid.sources_in"]


@pytest.mark.parametrize("target", ["jobs.nowhere", "/nowhere"])
def test_a_follow_up_leads_to_an_intent_or_to_a_command_that_has_a_label(content: Path, target: str) -> None:
    intents = content / "intents" / "jobs.yaml"
    words = intents.read_text(encoding="utf-8")
    assert '"/check"' in words
    intents.write_text(words.replace('"/check"', f'"{target}"', 1), encoding="utf-8")
    (problem,) = [problem for problem in check(content) if f"“{target}”" in problem.message]
    assert (problem.file, problem.level) == ("intents/jobs.yaml", "error")


def test_a_phrasing_in_another_language_needs_an_intent_that_there_is(content: Path) -> None:
    matching = content / "en" / "matching.yaml"
    matching.write_text(matching.read_text(encoding="utf-8") + "  jobs.nobody:\n  - hola\n", encoding="utf-8")
    (problem,) = [problem for problem in check(content) if "other_languages" in problem.where]
    assert (problem.file, problem.level) == ("en/matching.yaml", "error")
    assert problem.where.endswith("jobs.nobody")


def test_a_form_of_regional_speech_stands_for_one_thing(content: Path) -> None:
    said = {"here": {"wetin": "what", "ok": "yes"}, "there": {"wetin": "who", "ok": "yes"}}
    (content / "en" / "regional.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
    found = [problem for problem in check(content) if problem.file == "en/regional.yaml"]
    assert [(problem.where, problem.line) for problem in found] == [("there.wetin", 6)]


def test_what_is_said_next_is_said_after_an_answer_that_there_is_and_means_one(content: Path) -> None:
    said = {"jobs.nobody": {"stay": ["and now?"]}, "jobs.fees": {"jobs.unpaid nothing": ["he says no"]}}
    (content / "en" / "said_next.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
    found = [problem for problem in check(content) if problem.file == "en/said_next.yaml"]
    assert [(problem.level, problem.where) for problem in found] == [("error", "jobs.fees"), ("error", "jobs.nobody")]
    assert "“nothing”" in found[0].message
    (content / "en" / "said_next.yaml").unlink()
    assert [problem for problem in check(content) if problem.level == "error"] == []


def test_a_place_needs_a_country_that_has_lines(content: Path) -> None:
    matching = content / "en" / "matching.yaml"
    words = matching.read_text(encoding="utf-8").replace("  GB: [", "  UK: [")
    matching.write_text(words, encoding="utf-8")
    (problem,) = [problem for problem in check(content) if "places" in problem.where]
    assert (problem.file, problem.level, problem.where) == ("en/matching.yaml", "error", "places.UK")


def test_a_country_that_even_english_has_no_name_for_is_an_error_in_the_file_where_names_stand(content: Path) -> None:
    for lang in ("en", "zh"):
        names = content / lang / "hotlines.yaml"
        words = names.read_text(encoding="utf-8")
        names.write_text(re.sub("KE: [^,]+, ", "", words, count=1), encoding="utf-8")
    found = {problem.file: problem.level for problem in check(content) if problem.where == "countries.KE"}
    assert found == {"en/hotlines.yaml": "error", "zh/hotlines.yaml": "warning"}


def test_a_long_title_is_an_error(content: Path) -> None:
    assert any("40" in problem.message for problem in spoil(content, "x", title="t" * 41))


def test_a_hard_text_is_a_warning(content: Path) -> None:
    hard = "Notwithstanding administrative considerations individuals unconditionally necessitate verification."
    assert any("grade" in problem.message and problem.level == "warning" for problem in spoil(content, hard))


@pytest.mark.parametrize("html", ["<b>a</b>", "a &lt; b", '<a href="https://x.org">x</a>', ""])
def test_what_telegram_takes_is_no_fault(html: str) -> None:
    assert faults(html) == []


@pytest.mark.parametrize(
    "html", ["<b><i>a</b></i>", "</b>", "<div>a</div>", "a < b", "<!-- c -->", "<!doctype x>", "<?x?>", "<![x[y]]>"]
)
def test_what_telegram_refuses_is_a_fault(html: str) -> None:
    assert faults(html)


@pytest.mark.parametrize(
    ("spoiled", "says"),
    [
        (lambda _: "", "is not in en/ui.yaml"),
        (lambda text: text.replace("digest.head: <b>", "digest.head: <b><i>"), "closes nothing"),
        (lambda text: text.replace("{area}", "{ort}"), "other values"),
    ],
)
def test_the_words_of_the_interface_are_there_and_can_be_sent(
    content: Path, spoiled: Callable[[str], str], says: str
) -> None:
    path = content / "en" / "ui.yaml"
    path.write_text(spoiled(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert [problem for problem in check(content) if problem.level == "error" and says in problem.message] != []


def test_english_cannot_be_missing(content: Path) -> None:
    (content / "en" / "ui.yaml").unlink()
    assert [problem.file for problem in check(content)] == ["en/ui.yaml"]


def test_a_list_without_entries_is_an_error_and_no_crash(content: Path) -> None:
    (content / "hotlines.yaml").write_text("countries:\n", encoding="utf-8")
    assert "hotlines.yaml" in {problem.file for problem in check(content) if problem.level == "error"}


def test_a_language_may_do_without_words_for_matching(content: Path) -> None:
    (content / "zh" / "matching.yaml").unlink()
    assert [problem for problem in check(content) if problem.level == "error"] == []


def test_an_answer_for_a_country_needs_one_that_there_is(content: Path) -> None:
    said = {"title": "A test", "phrasings": ["spoiled"], "answer": "x", "in_country": {"TH": "y", "XX": "z"}}
    (content / "en" / "spoiled.yaml").write_text(yaml.safe_dump({"jobs.spoiled": said}), encoding="utf-8")
    (content / "intents" / "spoiled.yaml").write_text("jobs.spoiled: {}\n", encoding="utf-8")
    (problem,) = [problem for problem in check(content) if "in_country" in problem.where]
    assert (problem.where, problem.level) == ("jobs.spoiled.in_country.XX", "error")


def test_an_embassy_stands_in_a_country_that_there_is(content: Path) -> None:
    lines = content / "hotlines.yaml"
    words = lines.read_text(encoding="utf-8")
    lines.write_text(words.replace("located: KH", "located: Z9", 1), encoding="utf-8")
    (problem,) = [problem for problem in check(content) if "Z9" in problem.message]
    assert (problem.file, problem.level) == ("hotlines.yaml", "error")


def test_a_confirmed_line_that_nobody_could_reach_is_an_error(content: Path) -> None:
    lines = content / "hotlines.yaml"
    words = lines.read_text(encoding="utf-8")
    lines.write_text(words.replace("    website: https://www.ic3.gov\n", "", 1), encoding="utf-8")
    (problem,) = [problem for problem in check(content) if problem.where == "us-ic3"]
    assert (problem.file, problem.level) == ("hotlines.yaml", "error")
    assert "neither number nor website" in problem.message


def test_the_longest_button_that_an_id_stands_in_must_fit(content: Path) -> None:
    for length, wrong in ((53, False), (54, True)):
        name = f"jobs.{'x' * (length - 5)}"
        said = {name: {"title": "A test", "phrasings": ["spoiled"], "answer": "x"}}
        (content / "en" / "spoiled.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
        (content / "intents" / "spoiled.yaml").write_text(f"{name}: {{}}\n", encoding="utf-8")
        assert any("too long for a button" in problem.message for problem in check(content)) is wrong, length
