"""A text on its way through the check: what stands in it is looked for once, however many questions are asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.offer.entities import entities
from bot.offer.kind import ADVERT, hiring, other_scam, talk
from bot.offer.piece import is_advert, is_whole, piece
from bot.offer.signs import any_hit, good_signs, words_flags
from bot.offer.text import fold
from bot.offer.told import addresses, own_words, without_aside
from bot.offer.weigh import THRESHOLDS, is_everyday
from bot.offer.wording import everyday, likeness
from bot.offer.written import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from bot.offer.kind import Other
    from bot.offer.piece import Piece
    from bot.offer.rules import Rules
    from bot.offer.text import Folded
    from bot.offer.types import Entity, Flag, Good
    from bot.offer.wording import Likeness


OF_A_SALE = frozenset({"money", "contact"})  # groups of signs that a sale may have as well
HAPPENED = frozenset({"told", "happened"})
NAMED = ("interview", "visa")


@dataclass(frozen=True, eq=False)
class Reading:
    """A text, and the rules by which its first 20,000 characters are read. What nobody asks for costs nothing.

    It holds the words of an offer: it lives for one message, and is kept nowhere.
    """

    text: str
    rules: Rules

    @cached_property
    def folded(self) -> Folded:
        """The text as patterns see it, without what somebody asks about it."""
        return without_aside(fold(self.text), self.rules)

    @cached_property
    def lang(self) -> str:
        """The language whose model and thresholds are for it."""
        return "zh" if self.folded.chinese else "en"

    @property
    def at_home(self) -> frozenset[str]:
        """The countries where people write as it is written: work there may well be the reader's own."""
        han = "hant" if self.folded.traditional else "hans"
        return self.rules.numbers.at_home[han if self.folded.chinese else "en"]

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """What it states."""
        return entities(self.folded, self.rules)

    @cached_property
    def named(self) -> AbstractSet[str]:
        """The parts of an offer that its words name, such as an interview."""
        fields = {part: self.rules.fields.get(f"names_{part}", NONE) for part in NAMED}
        return {part for part, patterns in fields.items() if any_hit(patterns, self.folded)}

    @cached_property
    def trade(self) -> bool:
        """It names a trade that has to be learnt."""
        return any_hit(self.rules.fields.get("trade", NONE), self.folded)

    @cached_property
    def flags(self) -> Mapping[str, Flag]:
        """The signs that its words raise, by id."""
        return words_flags(self.folded, self.rules)

    @cached_property
    def good(self) -> tuple[Good, ...]:
        """What an honest offer has and this text states."""
        return good_signs(self.folded, self.rules)

    @cached_property
    def hiring(self) -> AbstractSet[str]:
        """Which parts of an offer stand in it."""
        return hiring(self.folded, self.rules)

    @cached_property
    def talk(self) -> AbstractSet[str]:
        """Which kinds of talk are there."""
        return talk(self.folded, self.rules)

    @cached_property
    def own(self) -> bool:
        """It is somebody's own words, and wants nothing of the reader."""
        return own_words(self.folded, self.rules, self.talk, self.hiring)

    @cached_property
    def bare(self) -> bool:
        """It has nothing of an offer, and speaks to nobody: whatever its wording is like, too little is known."""
        return not (self.hiring or self.flags or self.entities or addresses(self.folded, self.rules))

    @cached_property
    def other(self) -> Other:
        """The other scam that it is nearest to."""
        return other_scam(self.folded, self.rules)

    @cached_property
    def likeness(self) -> Likeness | None:
        """What its wording as a whole is like; None where its language has no model."""
        wording, posts = self.rules.wordings.get(self.lang), self.rules.everydays.get(self.lang)
        if wording is None:
            return None
        found = likeness(self.folded, wording)
        return found if posts is None else found._replace(everyday=everyday(self.folded, posts))

    @cached_property
    def everyday(self) -> bool:
        """It is worded like a post, news, a notice or a shop's advert: no offer, and no scam."""
        return is_everyday(self.likeness, THRESHOLDS[self.lang])

    @cached_property
    def piece(self) -> Piece:
        """What it is beside an offer that came before it."""
        return piece(self)

    @cached_property
    def advert(self) -> bool:
        """It is plainly a pasted advert."""
        return is_advert(self)

    def _says(self, what: str) -> bool:
        return any_hit(self.rules.asks.get(what, NONE), self.folded)

    @cached_property
    def settles(self) -> bool:
        """Somebody asks whether all is well then: of the offer that they have just spoken of."""
        return self._says("settled")

    @cached_property
    def goes(self) -> bool:
        """Somebody asks whether to go or to accept, and nothing besides."""
        return self._says("go")

    @cached_property
    def visits(self) -> bool:
        """Somebody asks whether to go to an interview, and nothing besides."""
        return self._says("visit")

    @cached_property
    def reports(self) -> bool:
        """Somebody tells what a recruiter says or shows."""
        return self._says("reported")

    @cached_property
    def paid(self) -> bool:
        """Somebody has paid."""
        return self._says("paid")

    @cached_property
    def gave(self) -> bool:
        """Somebody has given away a code, a password or a document's number."""
        return self._says("gave")

    @cached_property
    def of_link(self) -> bool:
        """Somebody asks whether a link or a page can be trusted."""
        return self._says("of_link")

    @cached_property
    def goods(self) -> bool:
        """It is about a flat or a thing for rent or sale, and about no work."""
        if not self._says("goods") or not ADVERT.isdisjoint(self.hiring):
            return False
        return all(flag.group in OF_A_SALE and flag.severity != "decisive" for flag in self.flags.values())

    @cached_property
    def cries(self) -> bool:
        """It has words of a cry for help."""
        return self._says("cry")

    @cached_property
    def weighs(self) -> bool:
        """Somebody asks whether to take an offer that was made to them or to another, and does not cry for help."""
        calm = not self.cries and self.talk.isdisjoint(HAPPENED)
        return calm and self._says("weighed")

    @cached_property
    def agent_took(self) -> bool:
        """Somebody tells that an agent has taken money or a passport."""
        told = not self.talk.isdisjoint(HAPPENED)
        return told and self._says("agent_took")

    @cached_property
    def whole(self) -> bool:
        """It is an offer by itself."""
        return is_whole(self)
