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


def test_a_missing_file_is_named(content: Path) -> None:
    (content / "hotlines.yaml").unlink()
    with pytest.raises(ContentError, match=r"hotlines\.yaml"):
        load_catalog(content)


def test_content_without_english_which_stands_in_for_the_others_is_refused(content: Path) -> None:
    (content / "en" / "ui.yaml").unlink()
    with pytest.raises(ContentError, match=r"en/ui\.yaml:1: error: file: is missing"):
        load_catalog(content)
