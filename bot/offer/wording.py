"""What kind of text the wording as a whole is like: a linear model over characters or words, explained by a quote."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from math import inf, log, sqrt
from operator import add, mul
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from bot.offer.text import Folded

LURE, HONEST, TALK, QUESTION, OTHER = SORTS = ("lure", "honest", "talk", "question", "other")
EVERYDAY = "everyday"  # a post, news, a notice, a shop's advert: told apart from all of these, by itself
READ = 2_000  # characters of a text: more cost time and change little
UNITS = 100  # the file holds whole hundredths: short, and the same on every machine
DIGIT, SPACE = re.compile(r"\d"), re.compile(r"\s")
CHARACTERS, WORDS = "characters", "words"  # what a model is made of: Chinese has no spaces to tell words by
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|0+|[$£€¥%@!?]")
STEM = 5  # letters by which forms of a word are one: apply, applying, applicant
CLAUSE = re.compile(r"[^,.;:!?。、~\n]{1,60}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's model. `rarity` of each piece, and its `weights` for each of `kinds`; `base`: where they start.

    `by`: what the pieces are, CHARACTERS or WORDS.
    `kinds`: the sorts of texts, then the intents that name other scams; a text has one of each. Or EVERYDAY alone, in a
    model of its own with its own pieces, so that it moves no margin of the others.
    """

    kinds: tuple[str, ...]
    base: tuple[float, ...]
    rarity: Mapping[str, float]
    weights: Mapping[str, tuple[float, ...]]
    by: str = CHARACTERS


class Likeness(NamedTuple):
    """The sort that a text's wording is most like, and by how much more than the next one (log odds).

    `quote`: start and end, in the folded text, of the clause that speaks most for it. `intent`: the likeliest other
    scam, whatever the sort. `everyday`: the log odds that it is nothing of all these.
    """

    sort: str
    margin: float
    quote: tuple[int, int]
    intent: str | None
    everyday: float = -inf


def pieces(text: str, by: str = CHARACTERS) -> list[str]:
    """Return the pieces of a folded text, any digit as 0 and any space as one.

    By characters: each, and each pair. By words: each, its stem with _ before it, and each pair of stems.
    """
    plain = DIGIT.sub("0", text)
    if by == WORDS:
        words = WORD.findall(plain)
        stems = [word[:STEM] for word in words]
        return [*words, *map("_{}".format, stems), *map("{} {}".format, stems, stems[1:])]
    plain = SPACE.sub(" ", plain)
    return [*plain, *map(str.__add__, plain, plain[1:])]


def vector(text: str, rarity: Mapping[str, float], by: str = CHARACTERS) -> dict[str, float]:
    """Return how much each known piece weighs in a text: by its count and rarity, of length one together."""
    counts = Counter(piece for piece in pieces(text, by) if piece in rarity)
    weights = {piece: (1 + log(count)) * rarity[piece] for piece, count in counts.items()}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {piece: weight / length for piece, weight in weights.items()}


def likeness(folded: Folded, wording: Wording) -> Likeness:
    """Compare a text with the kinds that the model knows. Linear in the text; the same for the same text."""
    text = folded.text[:READ]
    found = vector(text, wording.rarity, wording.by)
    columns = zip(*(wording.weights[piece] for piece in found), strict=True) if found else ((),) * len(wording.kinds)
    sums = (sum(map(mul, found.values(), column)) for column in columns)
    scores = dict(zip(wording.kinds, map(add, wording.base, sums), strict=True))
    best, rival = sorted(SORTS, key=lambda sort: -scores[sort])[:2]
    quote = _telling(text, found, wording, best, rival)
    intent = max((kind for kind in scores if kind not in SORTS), key=scores.__getitem__, default=None)
    return Likeness(best, scores[best] - scores[rival], quote, intent)


def everyday(folded: Folded, model: Wording) -> float:
    """Return the log odds that a text is an everyday one. Linear in the text; the same for the same text."""
    found = vector(folded.text[:READ], model.rarity, model.by)
    return model.base[0] + sum(weight * model.weights[piece][0] for piece, weight in found.items())


def _telling(text: str, found: Mapping[str, float], wording: Wording, kind: str, rival: str) -> tuple[int, int]:
    """Return the clause that speaks most for a kind against its rival."""
    first, second = (wording.kinds.index(each) for each in (kind, rival))

    def weight(span: tuple[int, int]) -> float:
        seen = set(pieces(text[span[0] : span[1]], wording.by)) & found.keys()
        return sum(found[piece] * (wording.weights[piece][first] - wording.weights[piece][second]) for piece in seen)

    clauses = [clause.span() for clause in CLAUSE.finditer(text) if clause[0].strip()]
    return max(clauses, key=weight, default=(0, min(1, len(text))))


class WordingError(ValueError):
    """A file that holds no model, or a part of one. `line` is where it stops being one."""

    def __init__(self, message: str, line: int = 1) -> None:
        """Say what is wrong with it."""
        super().__init__(message)
        self.line = line


def read_wording(path: Path, needed: Collection[str] = SORTS) -> Wording | None:
    """Read a model that `content wording` wrote; None where a language has none. Raises WordingError.

    `needed`: the kinds that it must know.
    """
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise WordingError("it is cut, or no JSON", error.lineno) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise WordingError("it cannot be read") from error
    try:
        return _model(needed, **data)
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        raise WordingError("it has another form") from error


def _model(
    needed: Collection[str], kinds: list[str], base: list[int], pieces: dict[str, list[int]], by: str = CHARACTERS
) -> Wording:
    """Make a model of what a file says. Raises an error of several kinds for what is none."""
    if by not in (CHARACTERS, WORDS) or not set(kinds).issuperset(needed):
        raise ValueError
    if {len(base), *(len(numbers) - 1 for numbers in pieces.values())} != {len(kinds)}:
        raise ValueError
    rarity = {piece: numbers[0] / UNITS for piece, numbers in pieces.items()}
    return Wording(
        tuple(kinds), _whole(base), rarity, {key: _whole(numbers[1:]) for key, numbers in pieces.items()}, by
    )


def written(wording: Wording) -> str:
    """Return a model as JSON, a piece on each line, so that a change can be read."""
    lines = [
        f"{json.dumps(piece, ensure_ascii=False)}: {_hundredths((wording.rarity[piece], *n))}"
        for piece, n in wording.weights.items()
    ]
    by = "" if wording.by == CHARACTERS else f'"by": {json.dumps(wording.by)},\n'
    head = f'{{{by}"kinds": {json.dumps(wording.kinds)},\n"base": {_hundredths(wording.base)},\n"pieces": {{\n'
    return head + ",\n".join(lines) + "\n}}\n"


def _hundredths(numbers: Iterable[float]) -> str:
    return json.dumps([round(number * UNITS) for number in numbers], separators=(",", ":"))


def _whole(numbers: Collection[int]) -> tuple[float, ...]:
    return tuple(number / UNITS for number in numbers)
