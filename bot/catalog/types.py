"""The content as types: what a loaded Catalog holds. Frozen, and free of any language but data."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations at run time
from datetime import date  # noqa: TC003
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl


class Model(BaseModel):
    """A frozen record read from a content file; an unknown key is an error, so that a typo is found."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Approx(StrEnum):
    """How exact the source says a figure is."""

    ABOUT = "about"
    MORE_THAN = "more_than"
    AS_STATED = "as_stated"


class Confidence(StrEnum):
    """confirmed: the page of, or quoting, the body named was read. check: shown only with a "please confirm" mark."""

    CONFIRMED = "confirmed"
    CHECK = "check"


class Urgency(StrEnum):
    """How soon the person needs the answer; emergencies interrupt every flow and win close calls."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


class Source(Model):
    """Who published a claim. The wording per language (org, title) stands in content/<lang>/facts.yaml."""

    date: date
    url: HttpUrl | None = None


class Fact(Model):
    """A figure (value and unit) or a named thing (its text stands in content/<lang>/facts.yaml)."""

    value: int | None = Field(default=None, ge=0)
    approx: Approx = Approx.AS_STATED
    period: str | None = None
    source: str
    seen: date
    review: date
    confidence: Confidence


class HotlineSource(Model):
    """The page where a hotline was read; `date` as printed there, which may be vague."""

    org: str
    title: str | None = None
    url: str | None = None
    date: str | None = None
    note: str | None = None


class HotlineKind(StrEnum):
    """What a line is for."""

    POLICE = "police"
    MEDICAL = "medical"
    ANTI_SCAM = "anti_scam"
    ANTI_TRAFFICKING = "anti_trafficking"
    CONSULAR = "consular"
    WORKERS = "workers"
    FOOD_SAFETY = "food_safety"
    CRISIS = "crisis"
    FOREIGNERS = "foreigners"
    GOVERNMENT = "government"


class Hotline(Model):
    """One line or portal of one country. `located` names the country where an embassy's line stands, if not its own.

    `also` says what else the page names it for: one emergency number may send an ambulance as well as the police.

    A line that is not `listed` is kept so that nobody adds it again, and is never shown.
    """

    id: str
    kind: HotlineKind
    also: tuple[HotlineKind, ...] = ()
    number: str | None = None
    intl: str | None = None
    website: str | None = None
    hours: str | None = None
    languages: str | None = None
    located: str | None = None
    what: str
    sources: tuple[HotlineSource, ...] = ()
    verified: date | None = None
    review: date
    confidence: Confidence
    notes: str | None = None
    listed: bool = True


class Country(Model):
    """A country that a person can be in, with its lines: of one kind, the first is the one to call.

    No entries: none is known, which is said where somebody is there. `held`: people are held there, so that whoever
    names it may speak of where somebody else is.
    """

    code: str = Field(pattern=r"^[A-Z]{2}$")
    held: bool = False
    entries: tuple[Hotline, ...]


class Intent(Model):
    """What a person wants, in every language: links only. `id` is stable: tests, deep links and buttons use it.

    `of_another`: who asks speaks of somebody else, who may be in another country. `sources_in` are those of what is
    said instead to who is in a country, by its ISO code.
    """

    id: str
    of_another: bool = False
    urgency: Urgency = Urgency.NORMAL
    facts: tuple[str, ...] = ()
    hotlines: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sources_in: Mapping[str, tuple[str, ...]] = {}
    followups: tuple[str, ...] = Field(default=(), max_length=4)

    @property
    def topic(self) -> str:
        """The part before the dot: jobs, fraud, crackdown, stats, food, alerts, bot."""
        return self.id.partition(".")[0]

    @property
    def small_talk(self) -> bool:
        """Whether it is about the bot alone: "what can you do" beside a question is no question."""
        return self.topic == "bot" and self.urgency is not Urgency.EMERGENCY and not self.hotlines


class Answer(Model):
    """What one language says for one intent. `answer` is Telegram HTML with {fact:..} and {hotline:..} references.

    `in_country` is what is said instead to who is in a country, by its ISO code; `and_then` what is said to who has
    read the answer and asks for more.
    """

    title: str = Field(min_length=1, max_length=40)
    phrasings: tuple[str, ...]
    answer: str = Field(min_length=1)
    in_country: Mapping[str, str] = {}
    and_then: str | None = None

    def worded(self, country: str | None) -> str:
        """Return what is said to who is in a country, by its ISO code; None where that is not known."""
        return self.in_country.get(country or "", self.answer)


class SourceText(Model):
    """How a language names a source."""

    org: str
    title: str | None = None


class FactText(Model):
    """How a language words a fact: `what` is the thing counted, `text` replaces a number, `short` labels a chart."""

    what: str
    text: str | None = None
    short: str | None = None


class HotlineText(Model):
    """How a language names a hotline, its hours and the languages spoken there."""

    name: str
    hours: str | None = None
    languages: str | None = None


MAIN = "en"  # the language that stands in for the others, for what they lack
COURTESIES = frozenset({"bot.greeting", "bot.thanks", "bot.goodbye"})  # what begins or ends a conversation
ELSEWHERE = "elsewhere"
STAYS, NOTHING = "stay", "none"  # what a message may mean besides an intent: see `Language.said_next`


Said = Annotated[str, Field(pattern=r"^(subscribe|unsubscribe|resume|forget|name|no_use|sos|language [a-z]{2,3})$")]


class Typing(Model):
    """How people type: short forms and what they stand for, and polite padding that says nothing of the question.

    `elsewhere`: everyday questions on none of our topics, from which the matcher learns what lies outside.
    `other_languages`: phrasings in languages without answers, by intent, and under `elsewhere` those of none.
    `subjects`: by topic, what a short follow-up such as "how do I report it?" is about.
    `goes_on`: what people write only to hear more of the last answer, as a message of its own: "and then?".
    `places`: by ISO code, other names of a country and its towns, by which people say where they are.
    `nations`: by ISO code, what its people are called, by which they say whose passport they hold.
    `commands`: what people write for a command without knowing its name, as a message of its own.
    `after`: what a whole message means after an answer, by that answer's id or topic (`check`: the card of an offer,
    `any`): an intent, `sources` for where the answer comes from, or `why` for the signs of a card.
    """

    short: Mapping[str, str] = {}
    padding: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    other_languages: Mapping[str, tuple[str, ...]] = {}
    subjects: Mapping[str, str] = {}
    goes_on: tuple[str, ...] = ()
    places: Mapping[str, tuple[str, ...]] = {}
    nations: Mapping[str, tuple[str, ...]] = {}
    commands: Mapping[Said, tuple[str, ...]] = {}
    after: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


class Language(Model):
    """Everything one language says.

    `regional`: by region, a form of its speech or of chats, and what it is in plain words; "" where it says nothing.
    `said_next`: what people write after an answer, by its id, then by what they mean: intents, the best first, `stay`
    where the last answer still holds, `none` where nobody wrote one ("jobs.unpaid stay").
    """

    code: str
    answers: Mapping[str, Answer]
    facts: Mapping[str, FactText]
    sources: Mapping[str, SourceText]
    hotlines: Mapping[str, HotlineText]
    ui: Mapping[str, str]
    typing: Typing = Typing()
    regional: Mapping[str, Mapping[str, str]] = {}
    said_next: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


class Catalog(Model):
    """All content, loaded once. Mappings are keyed by id (facts, sources, intents), ISO code (countries, languages)."""

    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    countries: Mapping[str, Country]
    intents: Mapping[str, Intent]
    languages: Mapping[str, Language]

    @property
    def emergencies(self) -> tuple[str, ...]:
        """The ids of the intents that cannot wait: whose life is at stake first, money last."""
        found = (intent for intent in self.intents.values() if intent.urgency is Urgency.EMERGENCY)
        ranked = sorted(
            found,
            key=lambda intent: (
                intent.topic != "bot" or HotlineKind.MEDICAL not in intent.hotlines,  # of food, not before who is held
                intent.topic == "fraud",
            ),
        )
        return tuple(intent.id for intent in ranked)
