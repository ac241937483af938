"""How a pattern is written in the content, made ready to search: word classes, distances, parts in either order."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from bot.catalog.chinese import HAN
from bot.offer.search import Sought, searched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bot.offer.content import RuleText
    from bot.offer.text import Folded

# Of a pattern: what is none of the other kinds, an escape, a set, a character.
PIECE = re.compile(r"[^\\\[()|]+|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
CLASS = re.compile(r"\{([a-z_]{2,20})\}")
WITHIN = re.compile(r"<(\d{1,3})(\+{0,2})>")
EITHER = re.compile(r"<~(\d{1,3}\+{0,2})>")
CLAUSE, CLAUSE_HAN = "[^.;!?\n]", "[^，。；！？,;!?\n]"  # what "<8>" in a pattern stands for, up to so many times
LINE, ANY = "[^\n]", "[\\s\\S]"  # the same for "<8+>" and for "<8++>"
DEEPEST = 4  # classes that are made of classes
SEARCHED = ("offer", "talk", "asks", "fields")  # a language's groups of patterns that are searched as they are
GROUPS = (*SEARCHED, "others", "tells", "periods")
LISTS = ("negation", "negation_after", "abroad")
PARTS = ("patterns", "near", "unless")  # of a sign


class Patterns(tuple[Sought, ...]):  # noqa: SLOT001 - what calls them up is kept, once it was needed
    """Patterns that are searched together."""

    @cached_property
    def _called(self) -> dict[str, list[int]]:
        """Which of them each piece of a text calls up."""
        called: dict[str, list[int]] = {}
        for number, each in enumerate(self):
            for piece in each.first:
                called.setdefault(piece, []).append(number)
        return called

    @cached_property
    def _pieces(self) -> frozenset[str]:
        return frozenset(self._called)

    def live(self, folded: Folded) -> list[Sought]:
        """Return those that are worth a search, in order: nearly all fall out here, none is looked at by itself."""
        called = self._called
        found = {number for piece in self._pieces & folded.grams for number in called[piece]}
        return [self[number] for number in sorted(found)]


NONE = Patterns()


def sought(lists: Iterable[Iterable[str]]) -> Patterns:
    """Make the patterns of several languages ready to search, each alternative by itself: most are then skipped."""
    return Patterns(_compiled(part) for patterns in lists for written in patterns for part in alternatives(written))


def cue(written: str) -> Sought:
    """Make one pattern ready to search, whole: it counts once, whichever of its alternatives is there."""
    return _compiled(written)


def alternatives(written: str) -> tuple[str, ...]:
    """Split a pattern at the bars that stand in no bracket."""
    if "|" not in written:
        return (written,)
    parts, depth = [""], 0
    for piece in PIECE.findall(written):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(parts)


def pattern(written: str) -> re.Pattern[str]:
    """Compile what is written; see `expression`."""
    return re.compile(expression(written), re.ASCII)


def expression(written: str) -> str:
    """Return what is written as an expression of the standard library.

    "a<8>b" is a, then b within 8 characters of the clause; "a<~8>b": either of them first. "<8+>": of the same line;
    "<8++>": of the text.
    """
    written = "|".join(_either(part) for part in alternatives(written))
    clause = CLAUSE_HAN if HAN.search(written) else CLAUSE
    between = {"": clause, "+": LINE, "++": ANY}
    return WITHIN.sub(lambda found: f"{between[found[2]]}{{0,{found[1]}}}", written)


def spelled_out(text: RuleText) -> RuleText:
    """Put a language's word classes where its patterns name them: "{visa}"."""
    return _rewritten(text, lambda written: expanded(written, text.classes))


def expanded(written: str, classes: Mapping[str, str]) -> str:
    """Put these word classes where a pattern names them; all that it names must be there."""
    for _ in range(DEEPEST):
        if not CLASS.search(written):
            break
        written = CLASS.sub(lambda found: f"(?:{classes[found[1]]})", written)
    return written


def unknown_classes(text: RuleText) -> tuple[str, ...]:
    """Return the names of word classes that a language's patterns use and nobody has written."""
    named = {name for _, written in each(text) for name in CLASS.findall(written)}
    return tuple(sorted(named - set(text.classes)))


def each(text: RuleText) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every class and every pattern that a language has written, with its place in the file."""
    for name, written in text.classes.items():
        yield ("classes", name), written
    for place, patterns in _listed(text):
        for number, written in enumerate(patterns):
            yield (*place, number), written


def _listed(text: RuleText) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield from (((name,), getattr(text, name)) for name in LISTS)
    yield from (((name, key), patterns) for name in GROUPS for key, patterns in getattr(text, name).items())
    yield from ((("flags", key, part), getattr(flag, part)) for key, flag in text.flags.items() for part in PARTS)
    yield from ((("good", key, "patterns"), sign.patterns) for key, sign in text.good.items())


def _rewritten(text: RuleText, change: Callable[[str], str]) -> RuleText:
    def out(patterns: Iterable[str]) -> tuple[str, ...]:
        return tuple(change(written) for written in patterns)

    def group(named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {name: out(patterns) for name, patterns in named.items()}

    flags = {
        key: flag.model_copy(update={part: out(getattr(flag, part)) for part in PARTS})
        for key, flag in text.flags.items()
    }
    good = {key: sign.model_copy(update={"patterns": out(sign.patterns)}) for key, sign in text.good.items()}
    groups = {name: group(getattr(text, name)) for name in GROUPS}
    lists = {name: out(getattr(text, name)) for name in LISTS}
    return text.model_copy(update={"flags": flags, "good": good, **groups, **lists})


def _compiled(written: str) -> Sought:
    return searched(expression(written), han=bool(HAN.search(written)))


def _either(written: str) -> str:
    found = EITHER.search(written)
    if found is None:
        return written
    first, second = written[: found.start()], written[found.end() :]
    return f"(?:{first}<{found[1]}>{second}|{second}<{found[1]}>{first})"
