"""Loading: everything wrong is reported at once, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalog.loader import ContentError, load_catalog


def test_every_error_of_every_file_is_reported_with_its_line(content: Path) -> None:
    (content / "en" / "broken.yaml").write_text("jobs.extra:\n  titel: x\n  phrasings: []\n", encoding="utf-8")
    (content / "zh" / "broken.yaml").write_text("jobs.extra: [\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_catalog(content)
    told = [str(problem) for problem in caught.value.problems]
    assert any(line.startswith("en/broken.yaml:2: error: jobs.extra.titel") for line in told)
    assert any(line.startswith("en/broken.yaml") and "answer" in line for line in told)
    assert any(line.startswith("zh/broken.yaml:") and "yaml" in line for line in told)


def test_a_key_that_stands_twice_is_an_error(content: Path) -> None:
    path = content / "en" / "ui.yaml"
    path.write_text(path.read_text("utf-8") + "\nwelcome: again\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"welcome: stands twice"):
        load_catalog(content)


@pytest.mark.parametrize("junk", [b"\xff\xfe\x00", b"- a list\n", b"a: b: c\n"])
def test_a_file_that_is_no_content_is_named(content: Path, junk: bytes) -> None:
    (content / "facts.yaml").write_bytes(junk)
    with pytest.raises(ContentError, match=r"facts\.yaml:1"):
        load_catalog(content)


@pytest.mark.parametrize(
    ("name", "before", "after", "says"),
    [
        ("facts.yaml", "sources:", "day: 2026-02-30\nsources:", "no value (day is out of range for month)"),
        ("facts.yaml", "sources:", "count: !!int x\nsources:", "no value (invalid literal for int"),
        ("facts.yaml", "sources:", "again: &a [*a]\nsources:", "repeated by an alias"),
        ("en/stats.yaml", "stats.all:", "404: {}\nstats.all:", "404: is read as a number, a date or yes and no"),
        ("en/stats.yaml", "stats.all:", "yes: {}\nstats.all:", 'Write "yes"'),
        ("en/ui.yaml", "welcome: |", "menu.spoiled:\nwelcome: |", "menu.spoiled: is not a text"),
        ("en/ui.yaml", "welcome: |", "menu.spoiled: no\nwelcome: |", "menu.spoiled: is not a text"),
        ("zh/hotlines.yaml", "kinds:", "kinds:\nrest:", "kinds: is not a mapping"),
        ("zh/hotlines.yaml", "countries:", "countries: [a]\nrest:", "countries: is not a mapping"),
        ("zh/hotlines.yaml", "{police: ", "{police: , rest: ", "kinds.police: is not a text"),
    ],
)
def test_what_a_hand_slips_into_is_told_with_file_and_line(
    content: Path, name: str, before: str, after: str, says: str
) -> None:
    words = (content / name).read_text(encoding="utf-8")
    assert before in words
    (content / name).write_text(words.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_catalog(content)
    line = words[: words.index(before)].count("\n") + 1
    told = [str(problem) for problem in caught.value.problems]
    assert [each for each in told if each.startswith(f"{name}:{line}: ") and says in each] != [], told


def test_a_file_nested_without_end_is_named(content: Path) -> None:
    (content / "facts.yaml").write_text("a: " + "[" * 2_000 + "]" * 2_000, encoding="utf-8")
    with pytest.raises(ContentError, match=r"facts\.yaml:1: error: file: is nested too deeply"):
        load_catalog(content)


def test_a_missing_file_is_named(content: Path) -> None:
    (content / "hotlines.yaml").unlink()
    with pytest.raises(ContentError, match=r"hotlines\.yaml"):
        load_catalog(content)


def test_content_without_english_which_stands_in_for_the_others_is_refused(content: Path) -> None:
    (content / "en" / "ui.yaml").unlink()
    with pytest.raises(ContentError, match=r"en/ui\.yaml:1: error: file: is missing"):
        load_catalog(content)
