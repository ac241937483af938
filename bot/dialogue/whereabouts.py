"""Where people say they are: "I am in Thailand now", "我在柬埔寨"; whose passport they hold; and the same of another.

The two are never mixed up: "my son is held in Myanmar and we are in Nepal" is about a family in Nepal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import utils

from bot.catalog.chinese import simplified
from bot.dialogue.sayings import (
    APOSTROPHES,
    ARRIVED,
    BESIDE,
    BESIDES,
    CAPTIVE,
    CORRECTED,
    DENIED,
    EITHER,
    EMBASSY,
    FEW,
    HARDSHIP,
    HEADED,
    HERE,
    HERE_IN_HARDSHIP,
    HERE_INSTEAD,
    HERE_OF_NATION,
    HERE_TOLD,
    HERE_UNSAID,
    HOLE,
    LONGEST,
    MOVED,
    MYSELF,
    NAMED,
    NATION,
    NATIONAL,
    NATIONAL_HAN,
    NOT_MINE,
    NUMBER,
    OF_EMBASSY,
    OTHERS,
    PASSPORT,
    PRONOUNS,
    QUOTED,
    STORY,
    SURELY_HELD,
    TAKEN,
    THEIRS,
    THEIRS_OTHERWISE,
    THERE,
    THIRD,
    UPPER_US,
    US,
    WHAT_OF,
    WHOM,
    WHOM_MOST,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.types import Catalog

    Patterns = tuple[str, ...]
    Sought = tuple[Patterns, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`places` maps names and towns, as people write them, to ISO codes; `nations` what their people are called.

    `exact` has the places' names without marks, as rapidfuzz folds a text.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    nations: Mapping[str, str] = field(default_factory=dict)
    exact: Mapping[str, str] = field(default_factory=dict)
    _names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, catalog: Catalog) -> Whereabouts:
        """Read the countries' names, and the towns and nations that the content adds to them."""
        places: dict[str, str] = {}
        nations: dict[str, str] = {}
        for language in catalog.languages.values():
            places |= {_simple(language.ui[f"countries.{code}"]): code for code in catalog.countries}
            places |= _by_name(language.typing.places, catalog)
            nations |= _by_name(language.typing.nations, catalog)
        exact = {plain(name): code for name, code in reversed(places.items())}
        places = {name: code for name, code in places.items() if name not in PRONOUNS}
        return cls(_longest_first(places), _longest_first(nations), exact, _longest_first({**places, **nations}))

    def here(self, text: str) -> str | None:
        """Return the code of the country that the writer is in, None where the text does not say or says two."""
        said = _only((*HERE, *HERE_TOLD), self.places, text) or _only(HERE_OF_NATION, self._names, text)
        folded = _folded(text[:LONGEST])
        said = said or self._sole(TAKEN, text)
        if said is not None or THIRD.search(folded):
            return said
        hard = HERE_IN_HARDSHIP if HARDSHIP.search(folded) else ()
        told = _only((*HERE_INSTEAD, *HERE_UNSAID, *hard), self.places, text)
        return told or self._sole(MOVED, text)

    def headed(self, text: str) -> str | None:
        """Return the code of the country that a text begins with, where it names no other: "中国 工商银行"."""
        return self._sole(HEADED, text)

    def below(self, text: str) -> str:
        """Return a text without the place that it begins with."""
        return _without(((HEADED, self.places),), text)

    def alone(self, text: str) -> str | None:
        """Return the code of the one country of a text that names a place and says nothing else."""
        code = _only(NAMED, self.places, text)
        return code if code is not None and _nothing_beside(((NAMED, self.places),), text) else None

    def nothing_else(self, text: str, *, others: bool = False) -> bool:
        """Tell whether a text says where its writer is, or of which nation, and nothing besides.

        `others`: nor where anybody else is.
        """
        return _nothing_beside((*self._said(others=others), (NAMED, self.places)), text)

    def passport(self, text: str) -> str | None:
        """Return the code of the country whose passport the writer holds, where the text says only that."""
        return _only(PASSPORT, self.places, text)

    def nation(self, text: str) -> str | None:
        """Return the code of the country whose people a text names in a word or two, and nothing else.

        A country's own name is none: "Philippines".
        """
        return _only(NATION, self.nations, text) if self.alone(text) is None else None

    def national(self, text: str) -> str | None:
        """Return the code of the country whose national the writer says they are."""
        said = _only(NATIONAL, self.nations, text) or _only(NATIONAL_HAN, self.places, text)
        return said or (_only(BESIDES, self._names, text) if self.here(text) else None)

    def theirs(self, text: str) -> str | None:
        """Return the code of the country whose national somebody of the writer's is: "my brother is indian".

        None where the text says of which nation the writer is: then that is meant.
        """
        apart = _without(((HERE, self.places),), text)  # "I am in Malaysia he is Chinese"
        said = _only(THEIRS, self.nations, apart) or _only(THEIRS_OTHERWISE, self._names, text)
        return said if said is not None and self.national(text) is None else None

    def where_they_are(self, text: str) -> str | None:
        """Return the code of the country where somebody else is, None where the text does not say.

        Of several, where they came to last; None where it does not say which that is.
        """
        folded = _without(((EMBASSY, self._names),), text)
        told = _patterns((*OTHERS, *STORY), self.places, folded)
        if len(text) > LONGEST or not any(_said(pattern, folded) for pattern in told):
            return None
        mine = self.here(text)
        named = [(name.start(), self.places[name[1]]) for name in self._named(folded)]
        theirs = [(start, code) for start, code in named if code != mine]
        codes = {code for _, code in theirs}
        if len(codes) == 1:
            return codes.pop()
        arrived = [code for start, code in theirs if ARRIVED.search(folded, 0, start)]
        return arrived[-1] if arrived and not EITHER.search(folded) else None

    def instead(self, text: str, code: str) -> str | None:
        """Return the code of the country where somebody else is instead: "not Laos, Cambodia".

        It is the same one where only the town is another. None where the text speaks of its writer.
        """
        folded = _folded(text[:LONGEST])
        named = self._named(folded)
        denied = [name for name in named if DENIED.search(folded, 0, name.start())]
        others = {self.places[name[1]] for name in named if name not in denied}
        meant = {self.places[name[1]] for name in denied} == {code} and not MYSELF.search(folded)
        return others.pop() if meant and len(others) == 1 else None

    def there(self, text: str) -> bool:
        """Tell whether a text asks for what is in a place that was named before."""
        return THERE.search(_folded(text[:LONGEST])) is not None

    def asked(self, text: str) -> tuple[str | None, str | None]:
        """Return the codes of the one country that a text names, and of the one whose embassy; None for none.

        "the Indian embassy in Laos" names Laos, and India's embassy; 中国人 names nobody's place.
        """
        embassy = _only(EMBASSY, self._names, text)
        apart = _without(((EMBASSY, self._names), (BESIDES, self._names)), text)
        return _only(NAMED, self.places, apart), embassy

    def what_of(self, text: str) -> str | None:
        """Return the code of the country that a text asks about in a word or two: "and in Japan?"."""
        return _only(WHAT_OF, self.places, text)

    def numbers(self, text: str) -> bool:
        """Tell whether a text asks for a number, in a few words."""
        return len(text) <= FEW and NUMBER.search(_folded(text)) is not None

    def whom(self, text: str) -> bool:
        """Tell whether a text asks whom to call."""
        return len(text) <= WHOM_MOST and WHOM.search(_folded(text)) is not None

    def embassy(self, text: str) -> bool:
        """Tell whether a text speaks of an embassy or consulate."""
        return OF_EMBASSY.search(_folded(text[:LONGEST])) is not None

    def rest(self, text: str, *, others: bool = False) -> str:
        """Return a text without what it says of where its writer is and of which nation; `others`: and anybody else.

        What stood before and behind are two sentences then.
        """
        return _without(self._said(others=others), text, "\n")

    def _said(self, *, others: bool) -> tuple[Sought, ...]:
        own: tuple[Sought, ...] = (
            ((*HERE, *HERE_INSTEAD), self.places),
            (HERE_OF_NATION, self._names),
            (NATIONAL, self.nations),
            (NATIONAL_HAN, self.places),
            (BESIDES, self._names),
            (THEIRS, self.nations),
            (THEIRS_OTHERWISE, self._names),
        )
        return (*own, (OTHERS, self.places)) if others else own

    def _named(self, folded: str) -> list[re.Match[str]]:
        return [name for pattern in _patterns(NAMED, self.places, folded) for name in pattern.finditer(folded)]

    def _sole(self, patterns: tuple[str, ...], text: str) -> str | None:
        """Return the code of the country that the patterns find, where the text names no other."""
        found = _only(patterns, self.places, text)
        if found is None:
            return None
        return found if len({self.places[name[1]] for name in self._named(_folded(text))}) == 1 else None

    def captive(self, text: str) -> bool:
        """Tell whether a text speaks of being held, which may be all that it says beside a place."""
        return CAPTIVE.search(_folded(text[:LONGEST])) is not None

    def held(self, text: str) -> bool:
        """Tell whether a text speaks of somebody held against their will: who is stuck may only lack a ticket."""
        return SURELY_HELD.search(_folded(text[:LONGEST])) is not None

    def says(self, rest: str) -> bool:
        """Tell whether what is left of a text says anything."""
        return BESIDE.fullmatch(rest) is None


def _by_name(names: Mapping[str, tuple[str, ...]], catalog: Catalog) -> dict[str, str]:
    return {_simple(name): code for code, each in names.items() for name in each if code in catalog.countries}


def _longest_first(names: Mapping[str, str]) -> dict[str, str]:
    return {name: names[name] for name in sorted(names, key=len, reverse=True)}


def _patterns(patterns: Patterns, names: Mapping[str, str], folded: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that can be found in a text: with those names in their holes that stand in it, or none.

    All thousand names in each would take a second to compile at every start.
    """
    said = tuple(name for name in names if name in folded)
    return _compiled(patterns, said) if said else ()


@lru_cache(maxsize=1 << 9)
def _compiled(patterns: Patterns, names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    known = "|".join(map(re.escape, names))
    return tuple(re.compile(HOLE.sub(lambda _: known, each)) for each in patterns)


def _only(patterns: Patterns, names: Mapping[str, str], text: str) -> str | None:
    if len(text) > LONGEST:
        return None
    folded = _folded(text)
    for pattern in _patterns(patterns, names, folded):
        said = _said(pattern, folded)
        found = {names[match[1]] for match in said}
        if found:
            sure = len(found) == 1 or CORRECTED.search(folded, said[-2].end(), said[-1].start())
            return names[said[-1][1]] if sure else None
    return None


def _said(pattern: re.Pattern[str], folded: str) -> list[re.Match[str]]:
    """Return what a pattern finds that is neither somebody else's words nor a mere possibility."""
    return [match for match in pattern.finditer(folded) if not NOT_MINE.search(folded[: match.start()])]


def _nothing_beside(sought: tuple[Sought, ...], text: str) -> bool:
    """Tell whether small words alone are left of a text without what the patterns find, one after another."""
    return len(text) <= LONGEST and BESIDE.fullmatch(_without(sought, text)) is not None


def _without(sought: tuple[Sought, ...], text: str, instead: str = " ") -> str:
    """Return a text, folded, without what the patterns find, one after another; a long one as it stands."""
    if len(text) > LONGEST:
        return text
    left = _folded(text)
    for patterns, names in sought:
        for pattern in _patterns(patterns, names, left):
            left = pattern.sub(instead, left)
    return left


def _folded(text: str) -> str:
    """Return the text in lower case and in simplified characters, without what is quoted in it.

    The country that is written as the pronoun "us" is spelt out.
    """
    known = UPPER_US.sub("usa", text.translate(APOSTROPHES))
    return US.sub(_spelt_out, QUOTED.sub(" ", _simple(known)))


def _spelt_out(found: re.Match[str]) -> str:
    return re.sub(r"\bus\b", "usa", found[0])


def plain(text: str) -> str:
    """Return a typed name as `exact` has it: in lower case, in simplified characters, without marks."""
    return utils.default_process(_simple(text))


@lru_cache
def listed(words: tuple[str, ...]) -> frozenset[str]:
    """Return the names of a list in the content as `plain` has them; lists are few, and read at every message."""
    return frozenset(map(plain, words))


def _simple(text: str) -> str:
    return simplified(text).casefold()
