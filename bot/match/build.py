"""Makes a matcher of examples: folds them, trains on them, or reads what was trained on the same ones before."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from bot.match.cache import load, save
from bot.match.glued import costs
from bot.match.index import ANY, Index
from bot.match.normalise import HAN, Normaliser
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
    abroad: Index | None = None,
) -> Index:
    """Train on the examples; `elsewhere` are questions on other topics, without a label, which no intent may take.

    `abroad` is a matcher of some of the intents, for questions in languages in which there are no examples.
    With `cache`, a folder, what was trained on the same examples before is read from there.
    Raises ValueError for fewer than two intents.
    """
    normalise = normalise or Normaliser()
    chosen = _spread(examples)
    labels = tuple(dict.fromkeys(example.label for example in chosen))
    if len(labels) < 2:  # noqa: PLR2004 - one intent leaves nothing to decide
        raise ValueError("a matcher needs examples of at least two intents")
    phrasings = tuple(example.text for example in chosen)
    folded = [normalise(text) for text in phrasings]
    # A text in letters that no example has says nothing: it is unlike them anyway.
    scripts = {bool(HAN.search(text)) for text in folded}
    normal = [(normalise(each.text), each.lang) for each in elsewhere]
    other = {text: lang for text, lang in normal if bool(HAN.search(text)) in scripts}
    texts = (*folded, *other)
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[example.label] for example in chosen] + [len(labels)] * len(other))
    langs = (*(example.lang for example in chosen), *other.values())
    used = "none" if encoders is None else encoders.name
    made_from = (used, labels, owner.tolist(), langs, texts)
    trained = load(cache, made_from, texts, encoders)
    if trained is None:
        trained = train(texts, owner, langs, encoders, len(labels))
        save(cache, made_from, trained)
    return Index(
        normalise,
        labels,
        owner[: len(phrasings)],
        phrasings,
        trained.likeness,
        trained.mix,
        trained.alpha,
        trained.calibrations,
        frozenset(emergencies),
        {row: labels[label] for row, label in trained.mistaken.items()},
        costs(trained.likeness.words.cost),
        trained.lift,
        abroad,
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
