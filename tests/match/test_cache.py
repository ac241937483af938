"""What was trained is kept, and never trusted blindly."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from bot.match import train
from bot.match.build import build_matcher
from bot.match.normalise import Normaliser
from bot.match.types import Example
from tests.match.conftest import EXAMPLES


def test_a_second_start_reads_what_the_first_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    monkeypatch.setattr(train, "train", None)  # a second training would fail
    second = build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    assert second.rank("report rotten meat") == first.rank("report rotten meat")


def test_a_start_that_takes_long_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "bot.match.build")
    build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    (told,) = caplog.messages
    assert "Learning" in told
    assert str(tmp_path) in told
    build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    assert len(caplog.messages) == 1


def test_other_phrasings_are_trained_anew(tmp_path: Path) -> None:
    build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    build_matcher([*EXAMPLES, Example("one more", "food.report", "")], normalise=Normaliser(), cache=tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == 2


@pytest.mark.parametrize("junk", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_a_broken_file_is_trained_again(tmp_path: Path, junk: bytes) -> None:
    build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    (kept,) = tmp_path.glob("*.npz")
    kept.write_bytes(junk)
    assert build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path).rank("report rotten meat").matches


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert build_matcher(EXAMPLES, normalise=Normaliser(), cache=blocked).rank("report rotten meat").matches


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        matcher = build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert matcher.rank("report rotten meat").matches
    assert list(tmp_path.iterdir()) == []


def test_only_the_few_last_used_are_kept(tmp_path: Path) -> None:
    build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    (used,) = tmp_path.glob("*.npz")
    for number in range(14):
        build_matcher([*EXAMPLES, Example(f"more {number}", "food.report", "")], normalise=Normaliser(), cache=tmp_path)
        build_matcher(EXAMPLES, normalise=Normaliser(), cache=tmp_path)
    kept = list(tmp_path.glob("*.npz"))
    assert len(kept) == 12
    assert used in kept
