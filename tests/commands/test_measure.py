"""`bench match` takes any two tables, and says what is wrong with others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

TRAIN = "sentence,label\n" + "".join(
    f"{text} {number},{label}\n"
    for label, text in (("pay", "how do i pay my bill"), ("stop", "cancel my contract"), ("where", "where is the shop"))
    for number in range(6)
)


def test_the_measures_come_from_the_production_matcher(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TRAIN)
    (tmp_path / "b.csv").write_text("text,label,more\npay my bill,pay,x\nwhere is it,where,x\nhow old are you,none,x\n")
    done = run("bench", "match", "--train", "a.csv", "--test", "b.csv", "--json", "--no-semantic")
    found = json.loads(done.stdout)
    assert (found["questions"], found["in_scope"], found["intents"]) == (3, 2, 3)
    assert found["accuracy_1"] == 1.0
    assert found["oos_auroc"] == 1.0
    assert found["semantic"] is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "must name the columns"),
        ("text,label\n", "no line has both"),
        ("text,label\nx,y\n", "two labels"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    (tmp_path / "b.csv").write_text(TRAIN)
    done = run("bench", "match", "--train", "a.csv", "--test", "b.csv", "--no-semantic")
    assert said in done.stderr
    assert done.returncode == 1
