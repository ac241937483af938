"""What people write after an answer, and what they mean by it: learned from messages and the answers before them.

Kernel ridge regression again. Two messages are alike by meaning (Universal Sentence Encoder), and count fully after the
same answer, less after another on its topic, least after any other: a product of kernels is a kernel (Aronszajn 1950).
What a message means is an intent, that what stands above still holds (`STAYS`), or what nobody wrote an answer for
(`NOTHING`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.match.cache import keep, kept
from bot.match.context import topic
from bot.match.likeness import kernel
from bot.match.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.match.encoder import Encoder, Encoders
    from bot.match.normalise import Normaliser

SAME_TOPIC, OTHER_TOPIC = 0.7, 0.4  # what a message counts after an answer on the same topic, and after any other
RIDGE = 0.1
ALSO = 0.7  # what an answer counts that would do as well as the first


@dataclass(frozen=True, slots=True)
class Said:
    """A message after the answer `last`, and what it means, the best first."""

    text: str
    last: str
    meant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaidNext:
    """What was learned. Each message has a row in `vectors` and `alpha`, (messages, labels), and its last answer.

    `answers` names the last answers, of which `last`, (messages,), has the numbers.
    """

    labels: tuple[str, ...]
    answers: tuple[str, ...]
    last: NDArray[np.int64]
    vectors: Rows
    alpha: NDArray[np.float32]
    encode: Encoder

    def meant(self, folded: str, last: str) -> dict[str, float]:
        """Return what speaks for each label after the answer `last`: about 1 for what is meant, 0 for others."""
        alike = kernel(self.vectors.times(self.encode([folded]))[0])
        counts = np.array([_counts(last, each) for each in self.answers], np.float32)[self.last]
        return dict(zip(self.labels, ((alike * counts) @ self.alpha).tolist(), strict=True))


def learn(
    said: Sequence[Said], normalise: Normaliser, encoders: Encoders | None, cache: Path | None
) -> SaidNext | None:
    """Learn what is said after answers, or read what was learned of the same before; None without an encoder."""
    if encoders is None or not said:
        return None
    labels = tuple(dict.fromkeys(label for each in said for label in each.meant))
    answers = tuple(dict.fromkeys(each.last for each in said))
    last = np.array([answers.index(each.last) for each in said])
    # The texts as they stand: to fold thousands at every start, for the digest alone, takes a third of a second.
    rows = [[each.text, each.last, *each.meant] for each in said]
    made_from = ("said next", encoders.name, *normalise.made_from, rows)
    found = kept(cache, made_from)
    if found is not None and found.keys() >= {"vectors", "step", "alpha"}:
        vectors, alpha = Rows(found["vectors"], found["step"]), found["alpha"]
    else:
        vectors = Rows.of(encoders.any_language([normalise(each.text) for each in said]))
        alpha = np.linalg.solve(_gram(vectors, answers, last), targets(said, labels))
        keep(cache, made_from, {"vectors": vectors.whole, "step": vectors.step, "alpha": alpha})
    return SaidNext(labels, answers, last, vectors, alpha, encoders.any_language)


def left_out(learned: SaidNext, said: Sequence[Said]) -> NDArray[np.float32]:
    """Return what each message would be taken for, had it not been learned; shape (messages, labels)."""
    inverse = np.linalg.inv(_gram(learned.vectors, learned.answers, learned.last))
    found = targets(said, learned.labels) - learned.alpha / np.diag(inverse)[:, None]
    return np.asarray(found, np.float32)


def targets(said: Sequence[Said], labels: Sequence[str]) -> NDArray[np.float32]:
    """Return 1 for what each message means, less for what would do as well; shape (messages, labels)."""
    found = np.zeros((len(said), len(labels)), np.float32)
    for row, each in enumerate(said):
        for place, label in enumerate(each.meant):
            found[row, labels.index(label)] = ALSO if place else 1.0
    return found


def _gram(rows: Rows, answers: Sequence[str], last: NDArray[np.int64]) -> NDArray[np.float32]:
    counts = np.array([[_counts(one, other) for other in answers] for one in answers], np.float32)
    gram = rows.gram()
    for row, answer in zip(gram, last, strict=True):  # all at once takes as much memory several times over
        row[:] = kernel(row, in_place=True) * counts[answer, last]
    gram[np.diag_indices(len(gram))] += np.float32(RIDGE)
    return gram


def _counts(last: str, other: str) -> float:
    if last == other:
        return 1.0
    return SAME_TOPIC if topic(last) == topic(other) else OTHER_TOPIC


def examples_of(said: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Said]:
    """Return the messages of a mapping of last answers to what is meant, "jobs.unpaid stay", to texts."""
    return [
        Said(text, last, tuple(meant.split()))
        for last, means in said.items()
        for meant, texts in means.items()
        for text in texts
    ]
