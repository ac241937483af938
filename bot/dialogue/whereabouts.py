"""Where people say they are: "I am in Thailand now", "我在柬埔寨"; and whose passport they hold.

Only their own place counts: "my son is held in Myanmar and we are in Nepal" is about a family in Nepal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.types import Catalog

LONGEST = 300  # characters: a longer text is a pasted offer or a story, in which others speak as well
APOSTROPHES = str.maketrans("’‘`´", "''''")
SELF = r"\b(?:i(?: a|'| )?m|we(?: are|'re| re)|(?:i|we) (?:live|work|stay))"
STILL = (
    "(?: (?:now|currently|still|here|right now|based|living|working|staying|stuck|held|locked|trapped|hiding|alone))*"
)
# "我在缅甸的弟弟": the brother is there.
RELATIVES = "弟|哥|姐|妹|儿|女|爸|妈|妻|夫|叔|舅|姑|姨|友|同学|同事|老公|老婆|亲戚|孩子"
OF_SOMEBODY = rf"(?!\w{{0,4}}的\w{{0,3}}(?:{RELATIVES}))"
# "我在日本料理店上班", "I am in us dollars": a firm, a page or a coin is no place to be.
NO_PLACE = (
    r"(?! (?:mobile|telecom|unicom|banks?|airlines?|airways|embassy|consulate|restaurants?|food|visa|dollars?|town"
    r"|jobs?|groups?|post|time)\b)"
)
NO_PLACE_HAN = r"(?!料理|餐|菜|网|航空|银行|移动|电信|联通|邮政|\w{0,2}[使领]馆|领事|签证|超市|招聘|\w?群|语|代购)"
# What stands before somebody else's words, or before what is not so yet.
NOT_MINE = re.compile(
    r"(?:\b(?:says?|said|writes?|wrote|tells? me|told me|was told|texted|messaged|replied|posted)(?: that)?|\bif|\bwhen"
    r"|(?<!help)(?<!sos)(?<!urgent)(?<!救命)(?<!求助)(?<!求救)[:：]|如果|要是|假如|万一|[说称讲写到示])\W*$"
)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|(?<!\w)'[^']*'(?!\w)")
HERE = (
    SELF + STILL + r" (?:up |down |over )?(?:in|inside) (?:the )?({place})\b" + NO_PLACE,
    r"(?:我们?|咱们?|本人|俺)(?:现在|目前|人|还|正|就|都|被困|被关|住|、|，)*在({place})" + OF_SOMEBODY + NO_PLACE_HAN,
)
# Asks nothing.
ASIDE = r"(?:[\W_]|now|currently|here|right|hi|hello|ok|yes|sir|madam|你好|您好|现在|这边|这里|了|呢|啊|的)*"
PASSPORT = (
    r"^\W*" + SELF + r" from (?:the )?({place})\W*$",
    r"^\W*(?:my|our) passports? (?:is|are) (?:from )?(?:the )?({place})\W*$",
    r"^\W*我(?:们)?是({place})(?:人|籍)\W*$",
    r"^\W*我(?:们)?(?:的|是|拿|持)*(?:护照是)?({place})(?:的|护照)+\W*$",
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`places` maps names and towns, as people write them, to ISO codes; `here` and `passport` find them in a text."""

    places: Mapping[str, str] = field(default_factory=dict)
    _here: tuple[re.Pattern[str], ...] = ()
    _passport: tuple[re.Pattern[str], ...] = ()

    @classmethod
    def of(cls, catalog: Catalog) -> Whereabouts:
        """Read the names of the countries that have lines, and the towns that the content adds to them."""
        places: dict[str, str] = {}
        for language in catalog.languages.values():
            named = ((code, language.ui.get(f"countries.{code}")) for code in catalog.countries)
            places |= {name.casefold(): code for code, name in named if name is not None}
            towns = ((code, name) for code, names in language.typing.places.items() for name in names)
            places |= {name.casefold(): code for code, name in towns if code in catalog.countries}
        if not places:
            return cls()
        known = "|".join(re.escape(name) for name in sorted(places, key=len, reverse=True))
        here, passport = (
            tuple(re.compile(each.replace("{place}", known)) for each in patterns) for patterns in (HERE, PASSPORT)
        )
        return cls(places, here, passport)

    def here(self, text: str) -> str | None:
        """Return the code of the country that the writer is in, None where the text does not say or says two."""
        return self._only(self._here, text)

    def only_here(self, text: str) -> bool:
        """Tell whether the text says where the writer is, and nothing else."""
        folded = _folded(text)
        return any(re.fullmatch(f"{ASIDE}{each.pattern}{ASIDE}", folded) for each in self._here)

    def passport(self, text: str) -> str | None:
        """Return the code of the country whose passport the writer holds, where the text says only that."""
        return self._only(self._passport, text)

    def _only(self, patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
        if len(text) > LONGEST:
            return None
        folded = _folded(text)
        for pattern in patterns:
            said = (match for match in pattern.finditer(folded) if not NOT_MINE.search(folded[: match.start()]))
            found = {self.places[match[1]] for match in said}
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def _folded(text: str) -> str:
    """Return the text in lower case, without what is quoted in it."""
    return QUOTED.sub(" ", text.translate(APOSTROPHES).casefold())
