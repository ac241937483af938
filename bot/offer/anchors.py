"""Letters that a pattern cannot do without, so that a text that lacks them is not searched for it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Anchors = frozenset[str]
UNKNOWN = 1_000_000
MOST = 120  # strings of a set: to look for more costs more than the search
LEAST = 2  # letters of a string that are worth looking for
DENSE = re.compile("[\u2e81-\U0010ffff]")  # a character of these says more than a letter


@lru_cache(maxsize=1 << 14)  # content that is loaded again has mostly the same patterns
def facts(pattern: str) -> tuple[tuple[Anchors, ...], int]:
    """Return sets of strings and how many characters a match can have at most (very many where unknown).

    Any match holds at least one string of each set; the most telling set comes first.

    Reads the tree that the standard library's own parser makes of a pattern; not documented, therefore optional.
    Raises re.error for what is no pattern.
    """
    parse = _parser()
    if parse is None:
        re.compile(pattern)
        return (), UNKNOWN
    if "(?<" in pattern:
        re.compile(pattern)  # only this looks at how long the words before a place may be
    tree = parse(pattern)
    telling = [found for found in _choices(list(tree)) if found and len(found) <= MOST and _worth(found)[0] >= LEAST]
    return tuple(sorted(telling, key=_worth, reverse=True)), int(tree.getwidth()[1])


@cache
def _parser() -> Callable[[str], Any] | None:
    try:
        parse: Callable[[str], Any] = import_module("re._parser").parse
    except (ImportError, AttributeError):
        return None
    return parse


def _sequence(items: list[Any]) -> Anchors:
    """Return the choice that says most, of all that stand one after another."""
    return max(_choices(items), key=_worth, default=frozenset())


def _choices(items: list[Any]) -> list[Anchors]:
    choices: list[Anchors] = []
    run = ""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if run:
            choices.append(frozenset((run,)))
            run = ""
        choices.append(_one(name, argument))
    if run:
        choices.append(frozenset((run,)))
    return choices


def _one(operation: str, argument: Any) -> Anchors:  # noqa: ANN401 - the parser's tree has no types
    if operation == "SUBPATTERN":
        return _sequence(list(argument[-1]))
    if operation == "BRANCH":
        branches = [_sequence(list(branch)) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    if operation in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] > 0:
        return _sequence(list(argument[2]))
    return frozenset()


def _worth(found: Anchors) -> tuple[int, int]:
    """Rate a choice: long strings first (a Chinese character says more than a letter), then few of them."""
    if not found:
        return (0, 0)
    return (min(len(text) + (0 if text.isascii() else 3 * len(DENSE.findall(text))) for text in found), -len(found))
