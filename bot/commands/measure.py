"""`bench match` and `explain`: the production matcher on other people's data, and on one question, step by step."""

from __future__ import annotations

import csv
import json
import resource
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.assemble import elsewhere, make_matcher, normaliser
from bot.catalog.loader import load_catalog
from bot.errors import CannotError
from bot.match.build import build_matcher
from bot.match.decide import ANSWER_FROM, ASK_FROM, EMERGENCY_FROM
from bot.match.encoder import load_encoders
from bot.match.evaluate import measures, outcome
from bot.match.likeness import WEIGHTS
from bot.match.polyglot import ANY
from bot.match.types import Context, Example

if TYPE_CHECKING:
    from pathlib import Path

    from bot.match.index import Index, Look

NEAREST = 5


def read(path: Path) -> list[tuple[str, str]]:
    """Read (text, label) from a CSV file with columns text or sentence, and label. Raises CannotError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            names = {name.strip().lower(): name for name in reader.fieldnames or ()}
            text = names.get("text") or names.get("sentence")
            if text is None or "label" not in names:
                raise CannotError(f"{path}: the first line must name the columns text (or sentence) and label.")
            rows = [((row[text] or "").strip(), (row[names["label"]] or "").strip()) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CannotError(f"{path}: {error}") from error
    found = [(text, label) for text, label in rows if text and label]
    if not found:
        raise CannotError(f"{path}: no line has both a text and a label.")
    return found


def bench(train: Path, test: Path, content: Path, *, semantic: bool) -> dict[str, Any]:
    """Train the production matcher on one file and measure it on the other. Raises CannotError."""
    learned, asked = read(train), read(test)
    labels = {label for _, label in learned}
    if len(labels) < 2:  # noqa: PLR2004 - one intent leaves nothing to decide
        raise CannotError(f"{train}: at least two labels are needed.")
    encoders = load_encoders() if semantic else None
    start = time.perf_counter()
    examples = [Example(text, label, ANY) for text, label in learned]
    catalog = load_catalog(content)
    matcher = build_matcher(examples, elsewhere=elsewhere(catalog), encoders=encoders, normalise=normaliser(catalog))
    matcher.rank(asked[0][0])
    loaded = time.perf_counter() - start
    outcomes, took = [], []
    for text, label in asked:
        start = time.perf_counter()
        ranking = matcher.rank(text)
        took.append(1000 * (time.perf_counter() - start))
        outcomes.append(outcome(ranking, label, labels))
    figures = {key: value if value is None else round(value, 4) for key, value in measures(outcomes).items()}
    p50, p99 = np.percentile(took, (50, 99))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "semantic": encoders is not None,
        "train": len(learned),
        "intents": len(labels),
        **figures,
        "p50_ms": round(float(p50), 2),
        "p99_ms": round(float(p99), 2),
        "load_seconds": round(loaded, 2),
        "rss_mb": round(memory, 1),
    }


def explain(
    content: Path, text: str, *, semantic: bool, cache: Path | None, after: str | None = None
) -> dict[str, Any]:
    """Return how one question is decided: its folded text, each likeness, the ranking and the thresholds.

    `after` is the id of the answer before it, which the decision heeds; the ranking is of the question alone.
    """
    matcher = make_matcher(load_catalog(content), semantic=semantic, cache=cache)
    made = matcher.decide(text, Context(after))
    ranking = matcher.rank(text)
    folded = matcher.normalise(text)
    asked = [(index, index.look(folded, strange=strange)) for index, strange in matcher.asked(text, folded)]
    nearest = [row for index, look in asked if look is not None for row in _nearest(index, look)]
    first, look = asked[0]
    return {
        "normalised": first.apart(folded),
        "weights": {name: WEIGHTS[name] for name in ({} if look is None else look.parts)},
        "read_by_the_english_encoder": look is not None and look.english,
        "nearest": nearest,
        "ranking": [{"intent": each.intent, "score": round(each.score, 4)} for each in ranking.matches[:NEAREST]],
        "in_scope": round(ranking.scope, 4),
        "thresholds": {"answer_from": ANSWER_FROM, "emergency_from": EMERGENCY_FROM, "ask_from": ASK_FROM},
        "decision": made.kind,
        "intent": made.intent,
        "offered": [each.intent for each in made.offered],
        "found_by_the_answer_before": made.goes_on,
        "also": made.also,
    }


def _nearest(matcher: Index, look: Look) -> list[dict[str, Any]]:
    """Return the rows nearest by their likenesses: phrasings, and texts on other topics, which have no intent."""
    return [
        {
            **_row(matcher, int(row)),
            **{name: round(float(part[row]), 3) for name, part in look.parts.items()},
            "mean": round(float(look.mean[row]), 3),
        }
        for row in np.argsort(-look.mean, kind="stable")[:NEAREST]
    ]


def _row(matcher: Index, row: int) -> dict[str, str | None]:
    """Name a phrasing and its intent, or a text on another topic."""
    if row < len(matcher.phrasings):
        return {"phrasing": matcher.phrasings[row], "intent": matcher.labels[matcher.owner[row]]}
    return {"phrasing": matcher.likeness.texts[row], "intent": None}


def shown(found: dict[str, Any]) -> str:
    """Lay out an explanation or a measurement for a terminal."""
    lines = []
    for key, value in found.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  {json.dumps(each, ensure_ascii=False)}" for each in value)]
        else:
            lines.append(f"{key:16} {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)
