"""What messages after an answer are taken for, and the weights of bot.match.context learned again.

    python -m tests.benchmarks.followups [--no-semantic] [--learn]

`tests/match/followups.jsonl`: what people wrote after an answer (`last`), with every answer that would do (`right`,
`also`; none: nobody wrote one). Odd conversations, and those of `tests/match/conversations.jsonl` that were read, teach
the weights; even ones test. What is among what `said_next.yaml` knows is left out there. So that a new
question stays one, those of `tests/match/questions.jsonl` teach as well, each asked after an answer that it has nothing
to do with.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from bot.assemble import make_matcher, said_next
from bot.catalog.loader import load_catalog
from bot.catalog.types import NOTHING, STAYS
from bot.match.context import LEARNED, Weights
from bot.match.said_next import left_out
from bot.match.types import Context, Ranking
from tests.benchmarks.conversations import read as lines_of
from tests.benchmarks.conversations import was_read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.match.polyglot import Polyglot
    from bot.match.said_next import Said
    from bot.match.types import Decision

ROOT = Path(__file__).parent.parent
NOBODY = (
    3.0  # how much a message counts in learning that no answer is for: an answer to it is worse than a question back
)
SMALLEST, PENALTY = 1e-6, 0.002
READERS = 140  # conversations whose messages showed which phrasings were missing; the later ones are of further writers


@dataclass(frozen=True, slots=True)
class Row:
    """A message after the answer `last`; `right` are the answers that would do, none where there is none."""

    last: str
    text: str
    right: frozenset[str]
    taught: bool
    weight: float = 1.0


def read(part: str, after: int = 0) -> list[Row]:
    """Read the messages of one part, "odd" or "even", in conversations numbered above `after`."""
    return [
        Row(
            line["last"],
            line["text"],
            frozenset((*line["right"], *line.get("also", ()))),
            bool(line["right"]),
            1.0 if line["right"] else NOBODY,
        )
        for line in lines_of("followups.jsonl")
        if line["conv"] > after and line["conv"] % 2 == (part == "odd")
    ]


def in_conversation(answers: Collection[str]) -> list[Row]:
    """Read what people wrote in the whole conversations that were read, after the answer that was right before it."""
    rows = []
    for told in (each for each in lines_of("conversations.jsonl") if was_read(each["conv"])):
        last = None
        for turn in told["turns"]:
            right = [last or "" if each == STAYS else each for each in turn["right"]]
            known = [each for each in right if each in answers]
            if last is not None and (known or right == [NOTHING]):
                rows.append(Row(last, turn["text"], frozenset(known), bool(known), 1.0 if known else NOBODY))
            last = known[0] if known else last
    return rows


def out_of_the_blue(answers: Sequence[str]) -> list[Row]:
    """Return the questions of our own, each after an answer that it has nothing to do with."""
    chance = random.Random(5)  # any answers, but the same in every run
    lines = lines_of("questions.jsonl")
    wanted = [frozenset(filter(None, (line.get("intent"),))) for line in lines]
    lasts = [chance.choice([each for each in answers if each not in right]) for right in wanted]
    return [Row(last, line["text"], right, bool(right)) for line, right, last in zip(lines, wanted, lasts, strict=True)]


def outcome(row: Row, made: Decision) -> str:
    """Name what became of a message."""
    found = {made.intent} if made.kind == "answer" else {match.intent for match in made.offered}
    if made.kind == "unknown":
        return "unknown"
    right = "right" if found & row.right else "wrong"
    return f"{'answered' if made.kind == 'answer' else 'asked'} {right}"


def counts(matcher: Polyglot, rows: Iterable[Row], *, alone: bool = False) -> dict[bool, Counter[str]]:
    """Count what becomes of the messages that somebody wrote an answer for (True), and of the others.

    `alone`: as if nothing had been answered before.
    """
    counted: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in rows:
        counted[row.taught][outcome(row, matcher.decide(row.text, Context(None if alone else row.last)))] += 1
    return counted


def learn(matcher: Polyglot, examples: Sequence[Said], rows: Sequence[Row]) -> Weights:
    """Find the weights under which what is right is likeliest; a message among the examples is left out there."""
    known = matcher.said_next
    if known is None:
        raise SystemExit("Without an encoder nothing is known of what was said next.")
    out = dict(zip(((each.last, each.text) for each in examples), left_out(known, examples).tolist(), strict=True))

    def meant(row: Row) -> dict[str, float]:
        scores = out.get((row.last, row.text))
        said = matcher.normalise(row.text)
        return known.meant(said, row.last) if scores is None else dict(zip(known.labels, scores, strict=True))

    read = [(row, *rankings, meant(row)) for row in rows if (rankings := _rankings(matcher, row)) is not None]

    def loss(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        weights = Weights(*map(float, values))
        lost = whole = 0.0
        for row, alone, titled, said in read:
            ranking = matcher.answers.after(row.last, alone, titled, said, weights)
            hit = sum(match.score for match in ranking.matches if match.intent in row.right)
            hit += 0.0 if row.taught else 1 - ranking.scope
            lost -= row.weight * float(np.log(hit + SMALLEST))
            whole += row.weight
        return lost / whole + PENALTY * float(values @ values)

    return Weights(*map(float, minimize(loss, np.array(astuple(LEARNED)), method="L-BFGS-B").x))


def _rankings(matcher: Polyglot, row: Row) -> tuple[Ranking, Ranking] | None:
    title = matcher.answers.title(row.last, matcher.normalise(row.text))
    return None if title is None else (matcher.rank(row.text), matcher.rank(f"{row.text} {title}"))


def main() -> None:
    """Print what the messages of the even conversations are taken for, and the weights that the others teach."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--no-semantic", action="store_true")
    options.add_argument("--learn", action="store_true", help="also learn the weights again (some minutes)")
    chosen = options.parse_args()
    content = ROOT.parent / "content"
    catalog = load_catalog(content)
    matcher = make_matcher(catalog, semantic=not chosen.no_semantic, cache=content.parent / "var" / "cache")
    answers = [intent.id for intent in catalog.intents.values() if not intent.small_talk]
    further = read("even", READERS)
    for name, rows, alone in (
        ("even conversations", read("even"), False),
        ("of these by further writers", further, False),
        ("of these by further writers, as if alone", further, True),
        ("questions after any answer", out_of_the_blue(answers), False),
    ):
        for taught, counted in counts(matcher, rows, alone=alone).items():
            print(f"{name}, {'answer' if taught else 'no answer'} written: {counted.total()}", dict(counted))  # noqa: T201
    if chosen.learn:
        rows = [*read("odd"), *in_conversation(answers), *out_of_the_blue(answers)]
        print(learn(matcher, said_next(catalog), rows))  # noqa: T201


if __name__ == "__main__":
    main()
