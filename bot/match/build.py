"""Makes a matcher of examples: folds them, trains on them, or reads what was trained on the same ones before."""

from __future__ import annotations

import logging
import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from bot.catalog.chinese import HAN
from bot.match.cache import load, save
from bot.match.context import Answers
from bot.match.glued import costs
from bot.match.index import Index
from bot.match.likeness import ENOUGH
from bot.match.memory import give_back
from bot.match.normalise import Normaliser
from bot.match.polyglot import ANY, Polyglot, naming
from bot.match.said_next import learn
from bot.match.types import Example

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.match.encoder import Encoders
    from bot.match.said_next import Said
    from bot.match.trained import Trained

NAME_MARKS, CAPITAL = re.compile(r"[_./-]+"), re.compile("([a-z])([A-Z])")
log = logging.getLogger(__name__)
SEVERAL = 2
MOST, MOST_OF_EACH = 10_000, 7_500  # phrasings that are learned: of a single language, of each of several


def build_matcher(
    examples: Sequence[Example],
    *,
    elsewhere: Sequence[Example] = (),
    encoders: Encoders | None = None,
    emergencies: Sequence[str] = (),
    normalise: Normaliser | None = None,
    cache: Path | None = None,
    abroad: Sequence[Example] = (),
    answers: Answers | None = None,
    said_next: Sequence[Said] = (),
) -> Polyglot:
    """Train on the examples; `elsewhere` are questions on other topics, without a label, which no intent may take.

    Languages with phrasings enough are learned each by itself; of too many phrasings each intent gives its first ones
    in turn. `abroad` are phrasings of some of the intents in further languages; among them, those without a label are
    on other topics. `answers` is what a message can go on about, `said_next` what people write after one.
    With `cache`, a folder, what was trained on the same examples before is read from there.
    Raises ValueError for fewer than two intents.
    """
    fold = normalise or Normaliser()
    heard = learn(said_next, fold, encoders, cache)  # first: what training leaves behind would add to its memory
    groups = _by_language(examples)
    indexes = []
    for lang, own in groups.items():
        chosen = _spread(own, MOST if len(groups) == 1 else MOST_OF_EACH)
        others = [each.text for each in examples if each.lang not in {lang, ANY}] if len(groups) > 1 else []
        beside = [each for each in elsewhere if lang == ANY or each.lang in {lang, ANY}]
        indexes.append(build_index(chosen, beside, encoders, fold, cache, others))
    labelled = [each for each in abroad if each.label]
    beside = [each for each in abroad if not each.label]
    other = build_index(labelled, beside, encoders, fold, cache) if labelled else None
    known = answers or Answers()
    return Polyglot(fold, tuple(indexes), tuple(emergencies), other, known, naming(indexes, known.subjects), heard)


def build_index(
    examples: Sequence[Example],
    elsewhere: Sequence[Example],
    encoders: Encoders | None,
    normalise: Normaliser,
    cache: Path | None,
    others: Sequence[str] = (),
) -> Index:
    """Train on examples that belong together, or read what was trained; `others` are of other languages."""
    labels = tuple(dict.fromkeys(example.label for example in examples))
    if len(labels) < 2:  # noqa: PLR2004 - one intent leaves nothing to decide
        raise ValueError("a matcher needs examples of at least two intents")
    phrasings = tuple(example.text for example in examples)
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[example.label] for example in examples])
    used = "none" if encoders is None else encoders.name
    # The texts as they stand: to fold thousands at every start, for the digest alone, takes a second.
    beside = [each.text for each in elsewhere]
    made_from = (used, *normalise.made_from, labels, owner.tolist(), phrasings, beside, tuple(others))
    trained = load(cache, made_from, encoders)
    if trained is None:
        folded, further = [*map(normalise, phrasings)], [*map(normalise, beside)]
        trained = _learned(folded, owner, further, encoders, cache, [*map(normalise, others)])
        save(cache, made_from, trained)
    han = [bool(HAN.search(text)) for text in trained.likeness.texts[: len(phrasings)]]
    return Index(
        labels,
        owner,
        phrasings,
        trained.likeness,
        trained.judge,
        trained.without_english,
        {row: labels[label] for row, label in trained.mistaken.items()},
        costs(trained.likeness.words.cost),
        trained.lift,
        2 * sum(han) > len(han),
    )


def _learned(
    folded: Sequence[str],
    owner: NDArray[np.int64],
    beside: Sequence[str],
    encoders: Encoders | None,
    cache: Path | None,
    others: Sequence[str],
) -> Trained:
    """Train on normalised phrasings, `owner` numbering their intents, and on those `beside` them, of no intent."""
    from bot.match.train import train  # noqa: PLC0415 - what only training needs takes a third of a second to load

    # A text in letters that no example has says nothing: it is unlike them anyway.
    scripts = {bool(HAN.search(text)) for text in folded}
    texts = (*folded, *(text for text in dict.fromkeys(beside) if bool(HAN.search(text)) in scripts))
    if cache is not None:
        log.info("Learning %d texts, a minute or so; the next start reads what %s keeps of it.", len(texts), cache)
    intents = int(owner.max()) + 1
    trained = train(texts, np.r_[owner, np.full(len(texts) - len(owner), intents)], encoders, intents, others)
    give_back()
    return trained


def _by_language(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """Group the examples by language, where each has enough to be learned by itself; else all are one group.

    An intent's name is an example as well: people who set up intents name them by what they are about. It goes to the
    languages without Chinese characters.
    """
    names = [Example(name(label), label, ANY) for label in dict.fromkeys(each.label for each in examples)]
    counts = Counter(example.lang for example in examples)
    if len(counts) < SEVERAL or ANY in counts or min(counts.values()) < ENOUGH:
        return {ANY: list(dict.fromkeys([*examples, *names]))}
    groups = {lang: [each for each in examples if each.lang == lang] for lang in counts}
    return {lang: list(dict.fromkeys(own if _han(own) else [*own, *names])) for lang, own in groups.items()}


def _han(examples: Sequence[Example]) -> bool:
    return sum(bool(HAN.search(each.text)) for each in examples) > len(examples) / SEVERAL


def name(label: str) -> str:
    """Spell out an intent's id: "jobs.highPay" gives "jobs high pay"."""
    return NAME_MARKS.sub(" ", CAPITAL.sub(r"\1 \2", label)).strip()


def _spread(examples: Sequence[Example], most: int) -> list[Example]:
    """Return at most so many examples: the first of each intent and language, then the second, and so on."""
    if len(examples) <= most:
        return list(examples)
    groups: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        groups.setdefault((example.label, example.lang), []).append(example)
    turns = zip_longest(*groups.values())
    return [example for turn in turns for example in turn if example is not None][:most]
