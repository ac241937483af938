"""Makes a matcher of examples: folds them, trains on them, or reads what was trained on the same ones before."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from bot.match.cache import load, save
from bot.match.glued import costs
from bot.match.index import ANY, Index
from bot.match.normalise import Normaliser
from bot.match.train import train
from bot.match.types import Example

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from bot.match.encoder import Encoders

NAME_MARKS, CAPITAL = re.compile(r"[_./-]+"), re.compile("([a-z])([A-Z])")
MOST = 6_000  # phrasings that are learned; beyond it each intent gives its first ones in turn


def build_matcher(
    examples: Sequence[Example],
    *,
    elsewhere: Sequence[Example] = (),
    encoders: Encoders | None = None,
    emergencies: Collection[str] = (),
    normalise: Normaliser | None = None,
    cache: Path | None = None,
) -> Index:
    """Train on the examples; `elsewhere` are questions on other topics, without a label.

    With `cache`, a folder, what was trained on the same examples before is read from there.
    Raises ValueError for fewer than two intents.
    """
    normalise = normalise or Normaliser()
    chosen = _spread(examples)
    labels = tuple(dict.fromkeys(example.label for example in chosen))
    if len(labels) < 2:  # noqa: PLR2004 - one intent leaves nothing to decide
        raise ValueError("a matcher needs examples of at least two intents")
    texts = tuple(normalise(example.text) for example in chosen)
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[example.label] for example in chosen])
    langs = tuple(example.lang for example in chosen)
    used = "none" if encoders is None else encoders.name
    far = tuple((normalise(example.text), example.lang) for example in elsewhere)
    made_from = (used, [(each.text, each.label, each.lang) for each in chosen], texts, far)
    trained = load(cache, made_from, texts, encoders)
    if trained is None:
        trained = train(texts, owner, langs, encoders, far)
        save(cache, made_from, trained)
    phrasings = tuple(example.text for example in chosen)
    return Index(
        normalise,
        labels,
        owner,
        phrasings,
        trained.likeness,
        trained.mix,
        trained.alpha,
        trained.calibrations,
        frozenset(emergencies),
        {row: labels[label] for row, label in trained.mistaken.items()},
        costs(trained.likeness.words.cost),
    )


def name(label: str) -> str:
    """Spell out an intent's id: "jobs.highPay" gives "jobs high pay"."""
    return NAME_MARKS.sub(" ", CAPITAL.sub(r"\1 \2", label)).strip()


def _spread(examples: Sequence[Example]) -> list[Example]:
    """Return the distinct examples, at most MOST: the first of each intent and language, then the second, and so on.

    An intent's name is an example as well: people who set up intents name them by what they are about.
    """
    names = {example.label: Example(name(example.label), example.label, ANY) for example in examples}
    distinct = list(dict.fromkeys([*examples, *names.values()]))
    if len(distinct) <= MOST:
        return distinct
    groups: dict[tuple[str, str], list[Example]] = {}
    for example in distinct:
        groups.setdefault((example.label, example.lang), []).append(example)
    turns = zip_longest(*groups.values())
    return [example for turn in turns for example in turn if example is not None][:MOST]
