"""`bench offer`: the table from each form of file, and its errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.commands.bench_offer import bench
from bot.errors import CannotError

CONTENT = Path(__file__).parents[2] / "content"
OFFER = "Hiring typists in Myawaddy, 3000 USD per month, no experience needed, free flight, telegram @hr_88"


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("own.jsonl", json.dumps({"id": "a-1", "text": OFFER, "lang": "en", "label": "scam_abroad"}), "scam_abroad"),
        ("own.jsonl", json.dumps({"id": "en-polished-1", "text": OFFER, "lang": "en", "label": "x"}), "polished_x"),
        ("emscad.csv", f'title,description,fraudulent\nJob,"{OFFER}",1\n', "posting_fraud"),
        ("sms.tsv", f"spam\t{OFFER}\n", "spam"),
        (
            "r1.json",
            json.dumps([{"subcategory": "fake job posting", "language": "English", "generated text": OFFER}]),
            "polished_lure",
        ),
    ],
)
def test_each_form_gives_a_row(tmp_path: Path, name: str, text: str, label: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (row,) = json.loads(bench(tmp_path / name, CONTENT, as_json=True))["rows"]
    assert (row["label"], row["texts"], row["high"]) == (label, 1, 1.0)


def test_the_table_is_markdown_with_times_below(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"ham\thello\nspam\t{OFFER}\n", "utf-8")
    shown = bench(tmp_path / "a.tsv", CONTENT, as_json=False)
    assert shown.startswith("| language | label |")
    assert "p99" in shown.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "x"), ("a.jsonl", "{"), ("a.jsonl", "{}"), ("a.tsv", "x"), ("a.json", "3")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(CannotError, match=name.replace(".", r"\.")):
        bench(tmp_path / name, CONTENT, as_json=False)
