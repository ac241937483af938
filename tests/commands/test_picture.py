"""`check --image`: the same words, reasons and card as in the chat; what needs no models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.commands.conftest import Run
from tests.reading.files import OFFER, code, encoded, locked_pdf, pdf


def saved(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return name


def test_files_are_one_offer_and_the_json_has_its_text(run: Run, tmp_path: Path) -> None:
    first = saved(tmp_path, "a.pdf", pdf("Agents wanted, no experience needed."))
    second = saved(tmp_path, "b.txt", b"Myawaddy, USD 3000, enter on a tourist visa.")
    done = run("check", "--image", first, "--image", second, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["text"] == "Agents wanted, no experience needed.\nMyawaddy, USD 3000, enter on a tourist visa."
    assert found["risk"] == "high"
    for flag in found["flags"]:
        assert found["text"][flag["start"] : flag["end"]] == flag["quote"]


def test_a_file_gets_the_card(run: Run, tmp_path: Path) -> None:
    done = run("check", "--image", saved(tmp_path, "a.pdf", pdf(OFFER)))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("High risk")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (locked_pdf(), "password"),
        (encoded(Image.new("RGB", (40, 40)))[:50], "damaged"),
        (encoded(Image.new("RGB", (40, 40))), "words in pictures"),
        (encoded(code("https://t.me/hr_888")), "https://t.me/hr_888"),
    ],
    ids=["empty", "locked", "cut", "no ocr", "code"],
)
def test_what_cannot_be_read_is_said_with_exit_code_1(run: Run, tmp_path: Path, data: bytes, words: str) -> None:
    done = run("check", "--image", saved(tmp_path, "file", data), VIGIL_OCR="false")
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr


def test_a_missing_file_is_named_and_json_tells_the_reason(run: Run, tmp_path: Path) -> None:
    missing = run("check", "--image", "nothing.png")
    assert (missing.returncode, missing.stderr) == (1, "nothing.png: No such file or directory.\n")
    done = run("check", "--json", "--lang", "zh", "--image", saved(tmp_path, "empty.png", b""))
    assert (done.returncode, json.loads(done.stdout)) == (1, {"error": "empty_file"})
    assert "空的" in done.stderr


def test_the_measurement_has_seconds_and_memory(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("bench", "picture", saved(tmp_path, "a.pdf", pdf(OFFER)), "--times", "2", "--json").stdout)
    assert found["characters"] == len(OFFER)
    assert set(found["seconds"]) == {"first", "min", "median", "max", "processor"}
    assert run("bench", "picture", saved(tmp_path, "none", b"")).returncode == 1
