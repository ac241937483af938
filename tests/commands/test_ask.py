"""`ask` and `chat`: forms that people script against."""

from __future__ import annotations

import json

from tests.commands.conftest import Run

KEYS = ["id", "decision", "intent", "score", "alternatives", "lang", "ms"]


def test_lines_in_and_one_line_out_for_each_whatever_comes(run: Run) -> None:
    lines = [
        '{"id": "a", "text": "they took my passport and wont let me leave"}',
        '{"id": 2, "text": "怎么举报坏肉", "lang": "zh"}',
        '{"id": "empty", "text": ""}',
        "not json",
        '{"id": "no text"}',
        json.dumps({"id": "huge", "text": "emoji 🙂" * 20000}),
        "[" * 100_000,
        r'{"id": "half of \ud83d", "text": "they took my \ud83d passport"}',
    ]
    done = run("ask", "--jsonl", given="\n".join(lines) + "\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(lines)
    assert list(found[0]) == KEYS
    assert (found[0]["decision"], found[0]["intent"]) == ("answer", "jobs.trapped")
    assert found[1]["lang"] == "zh"
    assert found[2]["decision"] == "unknown"
    assert [bool(each.get("error")) for each in found] == [False, False, False, True, True, False, True, False]
    assert set(found[0]["alternatives"][0]) == {"intent", "score"}
    assert found[-1]["id"] == "half of \ud83d"
    assert done.returncode == 1, "a bad line is told by the exit code as well"


def test_one_answer_has_its_figure_and_its_source(run: Run) -> None:
    done = run("ask", "how many fraud cases were cracked")
    assert "about 1.74 million" in done.stdout
    assert "Ministry of Public Security" in done.stdout
    assert done.returncode == 0


def test_the_decision_as_json_is_the_one_of_the_lines(run: Run) -> None:
    found = json.loads(run("ask", "--json", "how many fraud cases were cracked").stdout)
    assert list(found) == KEYS[1:]
    assert found["intent"] == "stats.cases"


def test_the_terminal_is_the_same_bot_with_numbered_buttons(run: Run) -> None:
    done = run("chat", given="/start\n1\n/stats\n")
    assert "Ask me anything" in done.stdout
    assert "[1]" in done.stdout
    assert "1.74 million" in done.stdout


def test_an_explanation_shows_text_likeness_and_thresholds(run: Run) -> None:
    found = json.loads(run("explain", "--json", "They TOOK my passport!!").stdout)
    assert found["normalised"] == "they took my passport"
    assert found["nearest"][0]["intent"] == "jobs.trapped"
    assert not found["read_by_the_english_encoder"]
    assert found["thresholds"] == {"answer_from": 0.6, "emergency_from": 0.4, "ask_from": 0.4}


def test_an_explanation_heeds_the_answer_before(run: Run) -> None:
    found = json.loads(run("explain", "--json", "--after", "food.meat", "what evidence do i need").stdout)
    assert (found["intent"], found["found_by_the_answer_before"]) == ("food.evidence", True)


def test_lines_pasted_into_the_terminal_are_one_offer_and_nothing_is_kept(run: Run) -> None:
    lines = (
        "We are hiring typists in Bavet, 3000 dollars a month.",
        "No experience needed, tourist visa, free flight.",
    )
    done = run("chat", "--lang", "en", given="\n".join(lines) + "\n")
    assert done.stdout.count("High risk") >= 1
    assert "I read this together with your last message." in done.stdout
    assert "May we keep this" not in done.stdout
