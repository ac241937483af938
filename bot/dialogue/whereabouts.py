"""Where people say they are: "I am in Thailand now", "我在柬埔寨"; whose passport they hold; and the same of another.

The two are never mixed up: "my son is held in Myanmar and we are in Nepal" is about a family in Nepal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.dialogue import holes, sayings

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from bot.catalog.types import Catalog
    from bot.dialogue.holes import Sought


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
            places |= {holes.simple(language.ui[f"countries.{code}"]): code for code in catalog.countries}
            places |= _by_name(language.typing.places, catalog)
            nations |= _by_name(language.typing.nations, catalog)
        exact = {holes.plain(name): code for name, code in reversed(places.items())}
        places = {name: code for name, code in places.items() if name not in sayings.PRONOUNS}
        return cls(_longest_first(places), _longest_first(nations), exact, _longest_first({**places, **nations}))

    def here(self, text: str) -> str | None:
        """Return the code of the country that the writer is in, None where the text does not say or says two."""
        said = self._both(text)[0] or holes.only((*sayings.HERE, *sayings.HERE_TOLD), self.places, text)
        said = said or holes.only(sayings.HERE_OF_NATION, self._names, text)
        folded = holes.fold(text[: sayings.LONGEST])
        said = said or self._sole(sayings.TAKEN, text)
        if said is not None or sayings.THIRD.search(folded):
            return said
        hard = sayings.HERE_IN_HARDSHIP if sayings.HARDSHIP.search(folded) else ()
        told = holes.only((*sayings.HERE_INSTEAD, *sayings.HERE_UNSAID, *hard), self.places, text)
        return told or self._sole(sayings.MOVED, text)

    def _both(self, text: str) -> tuple[str | None, str | None]:
        """Return the codes of a place and of a nation that a text names and nothing else: "vancouver, chinese"."""
        head, _, tail = text.replace("，", ",").partition(",")
        if not tail or len(text) > sayings.LONGEST:
            return None, None
        place = self.alone(head)
        nation = holes.only(sayings.NATION, self.nations, tail) if place else None
        return (place, nation) if nation else (None, None)

    def headed(self, text: str) -> str | None:
        """Return the code of the country that a text begins with, where it names no other: "中国 工商银行"."""
        return self._sole(sayings.HEADED, text)

    def below(self, text: str) -> str:
        """Return a text without the place that it begins with."""
        return holes.without(((sayings.HEADED, self.places),), text)

    def alone(self, text: str) -> str | None:
        """Return the code of the one country of a text that names a place and says nothing else.

        Its people's name may stand for its own: "thai. songkhla".
        """
        code = holes.only(sayings.NAMED, self.places, text)
        names = {**self.places, **{name: of for name, of in self.nations.items() if of == code}}
        return code if code is not None and holes.nothing_beside(((sayings.NAMED, names),), text) else None

    def nothing_else(self, text: str, *, others: bool = False) -> bool:
        """Tell whether a text says where its writer is, or of which nation, and nothing besides.

        `others`: nor where anybody else is.
        """
        return holes.nothing_beside((*self._said(others=others), (sayings.NAMED, self.places)), text)

    def passport(self, text: str) -> str | None:
        """Return the code of the country whose passport the writer holds, where the text says only that."""
        return holes.only(sayings.PASSPORT, self.places, text)

    def nation(self, text: str) -> str | None:
        """Return the code of the country whose people a text names in a word or two, and nothing else.

        A country's own name is none: "Philippines".
        """
        return holes.only(sayings.NATION, self.nations, text) if self.alone(text) is None else None

    def national(self, text: str) -> str | None:
        """Return the code of the country whose national the writer says they are."""
        said = self._both(text)[1] or holes.only(sayings.NATIONAL, self.nations, text)
        said = said or holes.only(sayings.NATIONAL_HAN, self.places, text)
        return said or (holes.only(sayings.BESIDES, self._names, text) if self.here(text) else None)

    def theirs(self, text: str) -> str | None:
        """Return the code of the country whose national somebody of the writer's is: "my brother is indian".

        None where the text says of which nation the writer is: then that is meant.
        """
        apart = holes.without(((sayings.HERE, self.places),), text)  # "I am in Malaysia he is Chinese"
        said = holes.only(sayings.THEIRS, self.nations, apart) or holes.only(
            sayings.THEIRS_OTHERWISE, self._names, text
        )
        return said if said is not None and self.national(text) is None else None

    def where_they_are(self, text: str) -> str | None:
        """Return the code of the country where somebody else is, None where the text does not say.

        Of several, where they came to last; None where it does not say which that is.
        """
        folded = holes.without(((sayings.EMBASSY, self._names),), text)
        told = holes.with_names((*sayings.OTHERS, *sayings.STORY), self.places, folded)
        if len(text) > sayings.LONGEST or not any(holes.spoken(pattern, folded) for pattern in told):
            return None
        mine = self.here(text)
        named = [(name.start(), self.places[name[1]]) for name in self._named(folded)]
        theirs = [(start, code) for start, code in named if code != mine]
        codes = {code for _, code in theirs}
        if len(codes) == 1:
            return codes.pop()
        arrived = [code for start, code in theirs if sayings.ARRIVED.search(folded, 0, start)]
        return arrived[-1] if arrived and not sayings.EITHER.search(folded) else None

    def instead(self, text: str, code: str) -> str | None:
        """Return the code of the country where somebody else is instead: "not Laos, Cambodia".

        It is the same one where only the town is another. None where the text speaks of its writer.
        """
        folded = holes.fold(text[: sayings.LONGEST])
        named = self._named(folded)
        denied = [name for name in named if sayings.DENIED.search(folded, 0, name.start())]
        others = {self.places[name[1]] for name in named if name not in denied}
        meant = {self.places[name[1]] for name in denied} == {code} and not sayings.MYSELF.search(folded)
        return others.pop() if meant and len(others) == 1 else None

    def there(self, text: str) -> bool:
        """Tell whether a text asks for what is in a place that was named before."""
        return holes.has(sayings.THERE, text)

    def asked(self, text: str) -> tuple[str | None, str | None]:
        """Return the codes of the one country that a text names, and of the one whose embassy; None for none.

        "the Indian embassy in Laos" names Laos, and India's embassy; 我是中国人 names nobody's place, and
        "China or here?" not that one alone.
        """
        embassy = holes.only(sayings.EMBASSY, self._names, text)
        people = ((sayings.OF_NATION_HAN,), self.places)
        apart = holes.without(((sayings.EMBASSY, self._names), (sayings.BESIDES, self._names), people), text)
        either = holes.has(sayings.OR_HERE, text)
        return None if either else holes.only(sayings.NAMED, self.places, apart), embassy

    def what_of(self, text: str) -> str | None:
        """Return the code of the country that a text asks about in a word or two: "and in Japan?"."""
        return holes.only(sayings.WHAT_OF, self.places, text)

    def numbers(self, text: str) -> bool:
        """Tell whether a text asks for a number, in a few words."""
        return len(text) <= sayings.FEW and _of_a_number(holes.fold(text))

    def only_numbers(self, text: str) -> bool:
        """Tell whether a text asks for a number of a place that it names, and says nothing besides."""
        folded = holes.fold(text)
        if not _of_a_number(folded):
            return False
        left = holes.without(((sayings.EMBASSY, self._names), (sayings.NAMED, self._names)), text)
        return left != folded and not self.says(sayings.OF_A_NUMBER.sub(" ", left))

    def whom(self, text: str) -> bool:
        """Tell whether a text asks whom to call."""
        return len(text) <= sayings.WHOM_MOST and sayings.WHOM.search(holes.fold(text)) is not None

    def embassy(self, text: str) -> bool:
        """Tell whether a text speaks of an embassy or consulate."""
        return holes.has(sayings.OF_EMBASSY, text)

    def rest(self, text: str, *, others: bool = False) -> str:
        """Return a text without what it says of where its writer is and of which nation; `others`: and anybody else.

        What stood before and behind are two sentences then.
        """
        return holes.without(self._said(others=others), text, "\n")

    def _said(self, *, others: bool) -> tuple[Sought, ...]:
        own: tuple[Sought, ...] = (
            ((*sayings.HERE, *sayings.HERE_INSTEAD), self.places),
            (sayings.HERE_OF_NATION, self._names),
            (sayings.NATIONAL, self.nations),
            (sayings.NATIONAL_HAN, self.places),
            (sayings.BESIDES, self._names),
            (sayings.THEIRS, self.nations),
            (sayings.THEIRS_OTHERWISE, self._names),
        )
        return (*own, (sayings.OTHERS, self.places)) if others else own

    def _named(self, folded: str) -> list[re.Match[str]]:
        patterns = holes.with_names(sayings.NAMED, self.places, folded)
        return [name for pattern in patterns for name in pattern.finditer(folded)]

    def _sole(self, patterns: tuple[str, ...], text: str) -> str | None:
        """Return the code of the country that the patterns find, where the text names no other."""
        found = holes.only(patterns, self.places, text)
        if found is None:
            return None
        return found if len({self.places[name[1]] for name in self._named(holes.fold(text))}) == 1 else None

    def captive(self, text: str) -> bool:
        """Tell whether a text speaks of being held, which may be all that it says beside a place."""
        return holes.has(sayings.CAPTIVE, text)

    def compound(self, text: str) -> bool:
        """Tell whether a text names a compound, which in some countries nobody leaves as they please."""
        return holes.has(sayings.COMPOUND, text)

    def held(self, text: str) -> bool:
        """Tell whether a text speaks of somebody held against their will: who is stuck may only lack a ticket."""
        return holes.has(sayings.SURELY_HELD, text)

    def says(self, rest: str) -> bool:
        """Tell whether what is left of a text says anything."""
        return sayings.BESIDE.fullmatch(rest) is None


def _of_a_number(folded: str) -> bool:
    """Tell whether a folded text speaks of a number to call, and not of one that called."""
    return sayings.NUMBER.search(folded) is not None and sayings.NO_QUESTION.search(folded) is None


def _by_name(names: Mapping[str, tuple[str, ...]], catalog: Catalog) -> dict[str, str]:
    return {holes.simple(name): code for code, each in names.items() for name in each if code in catalog.countries}


def _longest_first(names: Mapping[str, str]) -> dict[str, str]:
    return {name: names[name] for name in sorted(names, key=len, reverse=True)}
