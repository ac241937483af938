"""What the whole bot replies to texts that real people wrote, none of them to a bot: who is heard, who is accused.

    python -m tests.benchmarks.people prepare GOODBYE_WORLD SUICIDE_DETECT_SVM LCQMC SMS_SPAM DATA
    python -m tests.benchmarks.people measure DATA [--no-semantic] [--most 1500]

`prepare` reads clones of github.com/hesamuel/goodbye_world (headlines and posts of a forum on suicide, headlines of
one on depression), github.com/Ckend/suicide-detect-svm (microblog posts of people in despair, and ordinary ones),
github.com/Chriszhangmw/LCQMC (questions that people asked a Chinese question page) and
github.com/madiefication/SMS-Spam-Detection (private messages), and writes one text a line, as JSON, into DATA. They are
other people's words, some of them written in their worst hour: nothing of them is part of this project, nor was any
learned. The odd lines were looked at when patterns were written; the even ones are measured.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assemble import make_world
from bot.dialogue.despair import LIFE
from bot.dialogue.step import step
from bot.dialogue.types import Session, Text
from tests.benchmarks.conversations import offered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.dialogue.types import Reply, World

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
CONTENT = Path(__file__).parents[2] / "content"
DESPAIR, LOW, EVERYDAY = "despair", "low", "everyday"
# Name, language, and what the texts are.
SETS = (
    ("headlines_suicide", "en", DESPAIR),
    ("posts_suicide", "en", DESPAIR),
    ("microblog_suicide", "zh", DESPAIR),
    ("headlines_depression", "en", LOW),
    ("microblog", "zh", EVERYDAY),
    ("questions", "zh", EVERYDAY),
    ("messages", "en", EVERYDAY),
)


def prepare(goodbye: Path, svm: Path, lcqmc: Path, sms: Path, data: Path) -> None:
    """Write DATA/<set>.jsonl from the clones."""
    data.mkdir(parents=True, exist_ok=True)
    csv.field_size_limit(1 << 24)
    for name, file, column in (
        ("headlines_suicide", "suicide_watch", "title"),
        ("posts_suicide", "suicide_watch", "selftext"),
        ("headlines_depression", "depression", "title"),
    ):
        with (goodbye / "data" / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            _write(data / f"{name}.jsonl", [post[column] for post in csv.DictReader(lines)])
    told = svm / "data" / "source"
    _write(data / "microblog_suicide.jsonl", [*_lines(told / "die.txt"), *_lines(told / "die_test.txt")])
    _write(data / "microblog.jsonl", _lines(told / "normal.txt"))
    pairs = _lines(lcqmc / "sourceData" / "lcqmc" / "lcqmc" / "test.tsv")
    _write(data / "questions.jsonl", sorted({text for pair in pairs for text in pair.split("\t")[:2]}))
    rows = (line.partition("\t") for line in _lines(sms / "SMSSpamCollection"))
    _write(data / "messages.jsonl", sorted({text for label, _, text in rows if label.lower() == "ham"}))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").rstrip("\n").split("\n")  # posts have other line ends too


def _write(path: Path, texts: Iterable[str]) -> None:
    rows = [json.dumps(text, ensure_ascii=False) for text in texts if text and text.strip()]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(path, len(rows))  # noqa: T201


def outcome(replies: tuple[Reply, ...], world: World) -> str:
    """Name what a first message got: despair heard or offered, an emergency, an answer, a question back ..."""
    reply = replies[0].id
    if LIFE & {each.id for each in replies}:
        return "life"
    if reply.startswith("check."):
        return {"check.card": "offer", "check.other": "scam"}.get(reply, "part of an offer?")
    if reply == "disambiguate":
        return "life asked" if LIFE & offered(replies) else "asked"
    if reply not in world.catalog.intents:
        return reply
    return "emergency" if reply in world.catalog.emergencies else "answer"


def measure(data: Path, most: int, *, semantic: bool) -> None:
    """Print what became of the even lines of each set, evenly taken where there are more than `most`."""
    world = make_world(CONTENT, semantic=semantic, cache=CONTENT.parent / "var" / "cache")
    for name, lang, kind in SETS:
        texts = [json.loads(line) for line in _lines(data / f"{name}.jsonl")][1::2]
        texts = texts[:: max(1, len(texts) // most)][:most]
        became = Counter(outcome(step(Session(lang=lang), Text(text, NOW), world).replies, world) for text in texts)
        shares = {key: round(count / len(texts), 3) for key, count in became.most_common()}
        print(name, lang, kind, len(texts), shares)  # noqa: T201


def main() -> None:
    """Run what the first argument names."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("command", choices=["prepare", "measure"])
    options.add_argument("paths", nargs="+", type=Path)
    options.add_argument("--no-semantic", action="store_true")
    options.add_argument("--most", type=int, default=1500)
    chosen = options.parse_args()
    if chosen.command == "prepare":
        prepare(*chosen.paths)
    elif len(chosen.paths) == 1:
        measure(chosen.paths[0], chosen.most, semantic=not chosen.no_semantic)
    else:
        sys.exit("measure takes one folder")


if __name__ == "__main__":
    main()
