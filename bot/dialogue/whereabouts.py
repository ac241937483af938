"""Where people say they are: "I am in Thailand now", "我在柬埔寨"; and whose passport they hold.

Only their own place counts: "my son is held in Myanmar and we are in Nepal" is about a family in Nepal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import utils

from bot.catalog.chinese import simplified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.types import Catalog

LONGEST = 300  # characters: a longer text is a pasted offer or a story, in which others speak as well
APOSTROPHES = str.maketrans("’‘`´", "''''")
# "were in Cebu" begins a clause: it is "we're".
SELF = (
    r"(?:\b(?:(?:i ?a?|i'|a)m|i m|we(?: are|'re| re| r)|(?:i|we) (?:live|work|stay))"
    r"|(?:^|(?<=[,.;!?])) ?(?:and |but |so )?were)"
)
PERSON = "domestic|worker|maid|helper|nurse|driver|student|teacher|landlord|landlady|man|woman|lady|old|young|single"
# What stands between: "i am locked in a compound in Cambodia", but not "i am in love with a man in Thailand".
HELD = "stuck|held|locked|trapped|kept|captive|hostage"
AT = (
    rf"(?:,? (?:now|currently|already|still|here|right|being|{HELD}|hiding|alone"
    r"|based|living|working|staying|up|down|over|in|inside|at|near|by|a|an|the|this|some|scam|company|compound|building"
    r"|casino|camp|hotel|house|room|office|airport|suvarnabhumi|border|station|hospital|shelter|village|town|city"
    rf"|school|primary|secondary|shop|factory|mother|father|parent|girl|boy|{PERSON}))+,? "
)
# What stands between somebody and their place may be why they write: "I am held in a compound in Myanmar".
CAPTIVE = re.compile(rf"\b(?:{HELD})\b|[被给](?:关|困|扣|锁|囚|软禁)")
# "我在缅甸的弟弟": the brother is there.
RELATIVES = "弟|哥|姐|妹|儿|女|爸|妈|妻|夫|叔|舅|姑|姨|友|同学|同事|老公|老婆|亲戚|孩子"
OF_SOMEBODY = rf"(?!\w{{0,4}}的\w{{0,3}}(?:{RELATIVES}))"
# "我在国内的卡": the card is there.
OWNED = r"(?!的(?:银行|储蓄|信用|手机|电话)*(?:卡|账|帐|户|号|房|钱|存款))"
# "我在日本料理店上班", "I am in us dollars": a firm, a page or a coin is no place to be.
NO_PLACE = (
    r"\b(?! (?:mobile|telecom|unicom|banks?|airlines?|airways|embassy|consulate|restaurants?|food|visa|dollars?|town"
    r"|jobs?|groups?|post|time)\b)"
)
NO_PLACE_HAN = r"(?!料理|餐|菜|网|航空|银行|移动|电信|联通|邮政|\w{0,2}[使领]馆|领事|签证|超市|招聘|\w?群|语|代购)"
# What stands before somebody else's words, or before what is not so yet.
NOT_MINE = re.compile(
    r"(?:\b(?:says?|said|writes?|wrote|tells? me|told me|was told|texted|messaged|replied|posted)(?: that)?|\bif|\bwhen"
    r"|(?<!help)(?<!sos)(?<!urgent)(?<!救命)(?<!求助)(?<!求救)[:：]|如果|要是|假如|万一|[说称讲写到示])\W*$"
)
# "I am in Thailand, no, I am in Laos": the last counts.
CORRECTED = re.compile(r"(?:不对|不是|说错了?|错了|\b(?:no|sorry|wrong|actually|mean|meant))\W*$")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|(?<!\w)'[^']*'(?!\w)")
HERE = (
    SELF + AT + r"({place})" + NO_PLACE,
    r"\b(?:lock|locks|locked|hold|holding|keep|keeping|trap|trapped|detain) (?:me|us)" + AT + r"({place})" + NO_PLACE,
    r"(?:我[们哋]?|咱们?|本人|俺)(?:现在|而家|目前|人|还|也|正|就|都|被困|被关|被锁|住|、|，)*[在喺]({place})"
    + OF_SOMEBODY
    + OWNED
    + NO_PLACE_HAN,
    r"^\W*(?:学生|本人|人)?\W*[在喺]({place})(?:这边)?(?=\W|$)",
    r"(?:我[们哋]?|人)+ ?(?:now|现在|还)? ?(?:in|at) ({place})" + NO_PLACE,
    r"^\W*({place})\W+(?:help|sos|救命|救我|求救|求助)",
    r"(?:^|[,.;!]) ?(?:held|locked|trapped|stuck) (?:in|at) ({place})" + NO_PLACE,
    r"\bnot (?:in )?(?:{place})\W+(?:but |its |it is |in )*({place})" + NO_PLACE,
    r"不(?:是|在)(?:{place})\W*(?:而?是|在)+({place})",
    r"\b(?:saya|aku|kami) (?:sekarang |ada |skrg )*(?:kat|di|dekat) ({place})" + NO_PLACE,
    r"\bnasa ({place}) (?:na )?(?:ako|kami)\b",
    r"\bwo(?: ?men)? (?:xian ?zai )?(?:ren )?zai ({place})\b",
)
# What may stand beside a place in a text that says nothing else: "we stay in kampala uganda", "Nigeria sir".
# Possessive: what is read stays read, or a text that may be read in two ways at each step would be read in all of them.
BESIDE = re.compile(
    r"(?:[\W_]|\b(?:i|we|am|are|im|m|re|is|it|in|at|the|now|currently|still|here|already|live|living|stay|staying|based"
    r"|work|working|maybe|probably|perhaps|think|guess|hi|hello|ok|yes|sir|madam|boss|bro|please|pls|thanks|la|lah|po|its|country|city|town|village|state"
    rf"|province|district|near|from|side|an?|wo|women|ren|zai|xianzai|no|not|sorry|wrong|was|mean|meant|actually"
    rf"|{PERSON})\b"
    r"|说错|错了|不是|不对|不在|其实|可能|好像|应该|大概|我[们哋]?|咱们?|本人|人|在|喺|是|系|现在|而家|目前|还|就|都|住|这边|这里|从|来|你好|您好|谢谢|了|呢|啊|的)*+"
)
KIN = "brother|sister|son|daughter|husband|wife|mother|father|cousin|nephew|niece|uncle|aunt|friend"
KIN_HAN = (
    "弟弟?|哥哥?|姐姐?|妹妹?|儿子|女儿|孩子|爸爸?|妈妈?|老公|老婆|丈夫|妻子|朋友|同学|[表堂][弟哥姐妹]|侄[儿子女]|外甥"
)
PASSPORT = (
    r"^\W*(?:" + SELF + r" )?fro?m (?:the )?({place})\W*$",
    r"^\W*(?:my|our) passports? (?:is|are) (?:from )?(?:the )?({place})\W*$",
    r"^\W*({place}) passport\W*$",
    r"^\W*(?:(?:我们?)?(?:都)?是)?({place})(?:人|籍|公民)\W*$",
    r"^\W*(?:我们?)?(?:的|是|拿|持)*(?:护照是)?({place})(?:的|护照)+\W*$",
)
# Beside where somebody is: "i am in dubai. passport kenya", "我在西港 中国人".
BESIDES = (
    r"\bpassports?(?: is| are|:)? (?:from )?(?:the )?({place})\b",
    r"(?<!\w)({place})(?:人|籍|公民|护照)(?!\w)",
)
# A word or two where the passport was asked for: "kenyan", "nepali passport".
NATION_BEFORE = rf"(?:{SELF} |(?:my |our )?passports?:? (?:is |are )?|an? )?"
NATION = (rf"^\W*{NATION_BEFORE}({{nation}})s?(?: (?:citizen|national|passport|sir|madam|po))*\W*$",)
EMBASSY = (
    r"(?<![a-z])({place})(?:'?s)? (?:embass(?:y|ies)|consulates?|consular)",
    r"(?:embassy|consulate) of (?:the )?({place})(?![a-z])",
    r"(?<!驻)({place})的?(?:总|大)?(?:使领馆|使馆|领事馆|领馆|领事)",
    r"({place})驻",
)
# "she is in Malaysia", "they took him to Laos": where somebody else is.
SOMEBODY, OBJECT = rf"(?:s?he|they|my (?:{KIN})s?)", rf"(?:him|her|them|my (?:{KIN})s?)"
OTHERS = (
    rf"(?<!\bis )(?<!\bare )(?<!\bwas )\b{SOMEBODY}(?: is| are|'s|'re| was| were)?" + AT + r"({place})" + NO_PLACE,
    rf"\b{SOMEBODY} (?:(?:has|have|is|was|were|got) )?(?:gone|went|flew|taken|sent|sold|brought|moved) to (?:the )?"
    r"({place})" + NO_PLACE,
    rf"\b(?:took|sent|sold|brought|moved|hold|holding|keep|keeping) {OBJECT}(?: to (?:the )?|"
    + AT
    + r")({place})"
    + NO_PLACE,
    rf"(?:[他她]们?|我?的?(?:{KIN_HAN}))(?:现在|人|还|也|就|都|正|被|给|人家|关|困|扣|骗|卖|带|送|抓|拐|弄)*[在到去]了?"
    r"({place})" + NO_PLACE_HAN,
)
# "my brother went silent in Myawaddy": somewhere after who it is.
STORY = (
    rf"\bmy (?:{KIN})s?\b[^.;!?\n]{{0,60}}? (?:in|to|at|near) (?:(?:the|a|some|scam|compound|in) ){{0,4}}({{place}})"
    + NO_PLACE,
    rf"(?:{KIN_HAN})[^。；！？!?;\n]{{0,20}}?[在到去]了?({{place}})" + NO_PLACE_HAN,
)
# Of several places on the way, where somebody came to: "he flew to Bangkok and was taken to Myanmar".
ARRIVED = re.compile(
    rf"\b(?:{HELD}|taken|took|sold|sent|brought|moved|now)(?: \w+){{0,4}} (?:in|to|at|inside|near)(?: the)? $"
    r"|(?:关|困|扣|锁|卖|带|送|骗|弄|抓|拐|现在|人)[在到去]了?$"
)
EITHER = re.compile(r"\bor\b|或|还是")
DENIED = re.compile(r"(?:\b(?:not|isn't|no longer)(?: in| the)* |不是|不在|没在)$")
MYSELF = re.compile(rf"\b(?:i|im|we|us)\b|(?:我们?|咱们?|俺)(?!的?(?:{KIN_HAN}|家))")
# "the number there", but not "is there a number", "hello there".
THERE = re.compile(
    r"\b(?:numbers?|police|embassy|consulate|hotlines?|ambulance|call)(?: (?:up|over|out|in|from))? there\b"
    r"|\bfor (?:him|her|them)\b"
    r"|(?<!is )(?<!are )(?<!was )(?<!hi )(?<!hello )(?<!hey )\bthere\W*$|那[边里儿](?!有)|当地"
)
NUMBER = re.compile(
    r"(?<!打来的)(?<!接到)(?<!打)电话(?!打|诈骗)|号码|热线|使馆|领馆|领事|\b(?:numbers?|hotlines?|embass(?:y|ies)|consulates?)\b"
)
FEW = 40  # characters: a short text that names a country and a number asks for it
# "and in Japan?", after the numbers of another country.
WHAT_OF = (
    r"^\W*(?:and|or|what about|how about|what of)(?: in| for)? (?:the )?({place})\W*$",
    r"^\W*(?:那|那么|还有)?({place})(?:那边|这边)?的?呢\W*$",
)
# "we are ugandans", "my brother is indian". "我们都是云南人" says it by a place's name. "我是中国人民银行的": a bank.
OF_NATION, OF_NATION_HAN = r"(?: all| both)?(?: an?)? ({nation})s?\b", r"({place})(?:人(?![民寿保])|籍|公民|华人)"
NATIONAL = SELF + OF_NATION
NATIONAL_HAN = r"(?<!\w)(?:我们?|咱们?|本人|俺)[都也全]*是" + OF_NATION_HAN
THEIRS = rf"(?:\b(?:my|our) (?:{KIN})s? (?:is|are)|(?:^|[,.;!?]|\band)\W*(?:s?he|they) (?:is|are))" + OF_NATION
THEIRS_HAN = (
    rf"(?:(?:我|我们|咱|俺)(?:的|家)?(?:{KIN_HAN})|(?:^|[,.;!?，。；！？])\W*(?:[他她]们?|儿子|女儿|孩子))[都也全]*是"
    + OF_NATION_HAN,
)
THEIR_PASSPORT = (
    rf"\b(?:his|her|their|my (?:{KIN}) ?'?s?) passports? (?:is|are) (?:from )?(?:the |an? )?({{place}})\b",
    r"\b(?:s?he|they) (?:has|have|holds?) (?:an? |the )?({place}) passports?\b",
    r"[他她]们?的?(?:拿的?|持|有|用)?(?:是|护照是)*({place})(?:的)?护照",
    r"[他她]们?的护照是({place})",
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`places` maps names and towns, as people write them, to ISO codes; `nations` what their people are called.

    `exact` has the places' names without marks, as rapidfuzz folds a text.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    nations: Mapping[str, str] = field(default_factory=dict)
    exact: Mapping[str, str] = field(default_factory=dict)
    _names: Mapping[str, str] = field(default_factory=dict)
    _here: tuple[re.Pattern[str], ...] = ()
    _passport: tuple[re.Pattern[str], ...] = ()
    _national: tuple[re.Pattern[str], ...] = ()
    _national_han: tuple[re.Pattern[str], ...] = ()
    _theirs: tuple[re.Pattern[str], ...] = ()
    _theirs_han: tuple[re.Pattern[str], ...] = ()
    _besides: tuple[re.Pattern[str], ...] = ()
    _nation: tuple[re.Pattern[str], ...] = ()
    _embassy: tuple[re.Pattern[str], ...] = ()
    _what_of: tuple[re.Pattern[str], ...] = ()
    _others: tuple[re.Pattern[str], ...] = ()
    _story: tuple[re.Pattern[str], ...] = ()
    _place: tuple[re.Pattern[str], ...] = ()

    @classmethod
    def of(cls, catalog: Catalog) -> Whereabouts:
        """Read the countries' names, and the towns and nations that the content adds to them."""
        places: dict[str, str] = {}
        nations: dict[str, str] = {}
        for language in catalog.languages.values():
            places |= {_simple(language.ui[f"countries.{code}"]): code for code in catalog.countries}
            places |= _by_name(language.typing.places, catalog)
            nations |= _by_name(language.typing.nations, catalog)
        names = {**places, **nations}
        return cls(
            places,
            nations,
            {plain(name): code for name, code in reversed(places.items())},
            names,
            _patterns(HERE, "{place}", places),
            _patterns(PASSPORT, "{place}", places),
            _patterns((NATIONAL,), "{nation}", nations),
            _patterns((NATIONAL_HAN,), "{place}", places),
            _patterns((THEIRS,), "{nation}", nations),
            _patterns((*THEIRS_HAN, *THEIR_PASSPORT), "{place}", names),
            _patterns(BESIDES, "{place}", names),
            _patterns(NATION, "{nation}", nations),
            _patterns(EMBASSY, "{place}", names),
            _patterns(WHAT_OF, "{place}", places),
            _patterns(OTHERS, "{place}", places),
            _patterns(STORY, "{place}", places),
            _patterns((r"(?<![a-z])({place})(?![a-z])",), "{place}", places),
        )

    def here(self, text: str) -> str | None:
        """Return the code of the country that the writer is in, None where the text does not say or says two."""
        return _only(self._here, self.places, text)

    def alone(self, text: str) -> str | None:
        """Return the code of the one country of a text that names a place and says nothing else."""
        code = _only(self._place, self.places, text)
        return code if code is not None and _nothing_beside(self._place, text) else None

    def nothing_else(self, text: str, *, others: bool = False) -> bool:
        """Tell whether a text says where its writer is, or of which nation, and nothing besides.

        `others`: nor where anybody else is.
        """
        return _nothing_beside((*self._said(others=others), *self._place), text)

    def passport(self, text: str) -> str | None:
        """Return the code of the country whose passport the writer holds, where the text says only that."""
        return _only(self._passport, self.places, text)

    def nation(self, text: str) -> str | None:
        """Return the code of the country whose people a text names in a word or two, and nothing else."""
        return _only(self._nation, self.nations, text)

    def national(self, text: str) -> str | None:
        """Return the code of the country whose national the writer says they are."""
        said = _only(self._national, self.nations, text) or _only(self._national_han, self.places, text)
        return said or (_only(self._besides, self._names, text) if self.here(text) else None)

    def theirs(self, text: str) -> str | None:
        """Return the code of the country whose national somebody of the writer's is: "my brother is indian".

        None where the text says of which nation the writer is: then that is meant.
        """
        said = _only(self._theirs, self.nations, text) or _only(self._theirs_han, self._names, text)
        return said if said is not None and self.national(text) is None else None

    def where_they_are(self, text: str) -> str | None:
        """Return the code of the country where somebody else is, None where the text does not say.

        Of several, where they came to last; None where it does not say which that is.
        """
        folded = _without(self._embassy, text)
        if len(text) > LONGEST or not any(_said(pattern, folded) for pattern in (*self._others, *self._story)):
            return None
        mine = self.here(text)
        named = [(name.start(), self.places[name[1]]) for place in self._place for name in place.finditer(folded)]
        theirs = [(start, code) for start, code in named if code != mine]
        codes = {code for _, code in theirs}
        if len(codes) == 1:
            return codes.pop()
        arrived = [code for start, code in theirs if ARRIVED.search(folded, 0, start)]
        return arrived[-1] if arrived and not EITHER.search(folded) else None

    def instead(self, text: str, code: str) -> str | None:
        """Return the code of the country where somebody else is instead of this one: "not Laos, Cambodia".

        None where the text speaks of its writer.
        """
        folded = _folded(text[:LONGEST])
        named = [name for place in self._place for name in place.finditer(folded)]
        denied = {self.places[name[1]] for name in named if DENIED.search(folded, 0, name.start())}
        others = {self.places[name[1]] for name in named} - denied
        meant = denied == {code} and len(others) == 1 and not MYSELF.search(folded)
        return others.pop() if meant else None

    def there(self, text: str) -> bool:
        """Tell whether a text asks for what is in a place that was named before."""
        return THERE.search(_folded(text[:LONGEST])) is not None

    def asked(self, text: str) -> tuple[str | None, str | None]:
        """Return the codes of the one country that a text names, and of the one whose embassy; None for none.

        "the Indian embassy in Laos" names Laos, and India's embassy.
        """
        embassy = _only(self._embassy, self._names, text)
        return _only(self._place, self.places, _without(self._embassy, text)), embassy

    def what_of(self, text: str) -> str | None:
        """Return the code of the country that a text asks about in a word or two: "and in Japan?"."""
        return _only(self._what_of, self.places, text)

    def numbers(self, text: str) -> bool:
        """Tell whether a text asks for a number, in a few words."""
        return len(text) <= FEW and NUMBER.search(_folded(text)) is not None

    def rest(self, text: str, *, others: bool = False) -> str:
        """Return a text without what it says of where its writer is and of which nation; `others`: and anybody else."""
        return _without(self._said(others=others), text)

    def _said(self, *, others: bool) -> tuple[re.Pattern[str], ...]:
        own = (*self._here, *self._national, *self._national_han, *self._besides)
        return (*own, *self._theirs, *self._theirs_han, *(self._others if others else ()))

    def captive(self, text: str) -> bool:
        """Tell whether a text speaks of being held, which may be all that it says beside a place."""
        return CAPTIVE.search(_folded(text[:LONGEST])) is not None

    def says(self, rest: str) -> bool:
        """Tell whether what is left of a text says anything."""
        return BESIDE.fullmatch(rest) is None


def _by_name(names: Mapping[str, tuple[str, ...]], catalog: Catalog) -> dict[str, str]:
    return {_simple(name): code for code, each in names.items() for name in each if code in catalog.countries}


def _patterns(patterns: tuple[str, ...], hole: str, names: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return tuple(re.compile(each.replace(hole, known)) for each in patterns) if names else ()


def _only(patterns: tuple[re.Pattern[str], ...], names: Mapping[str, str], text: str) -> str | None:
    if len(text) > LONGEST:
        return None
    folded = _folded(text)
    for pattern in patterns:
        said = _said(pattern, folded)
        found = {names[match[1]] for match in said}
        if found:
            sure = len(found) == 1 or CORRECTED.search(folded, said[-2].end(), said[-1].start())
            return names[said[-1][1]] if sure else None
    return None


def _said(pattern: re.Pattern[str], folded: str) -> list[re.Match[str]]:
    """Return what a pattern finds that is neither somebody else's words nor a mere possibility."""
    return [match for match in pattern.finditer(folded) if not NOT_MINE.search(folded[: match.start()])]


def _nothing_beside(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    """Tell whether small words alone are left of a text without what the patterns find, one after another."""
    return len(text) <= LONGEST and BESIDE.fullmatch(_without(patterns, text)) is not None


def _without(patterns: tuple[re.Pattern[str], ...], text: str) -> str:
    """Return a text, folded, without what the patterns find, one after another; a long one as it stands."""
    if len(text) > LONGEST:
        return text
    left = _folded(text)
    for pattern in patterns:
        left = pattern.sub(" ", left)
    return left


def _folded(text: str) -> str:
    """Return the text in lower case and in simplified characters, without what is quoted in it."""
    return QUOTED.sub(" ", _simple(text.translate(APOSTROPHES)))


def plain(text: str) -> str:
    """Return a typed name as `exact` has it: in lower case, in simplified characters, without marks."""
    return utils.default_process(_simple(text))


def _simple(text: str) -> str:
    return simplified(text).casefold()
