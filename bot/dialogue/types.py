"""The dialogue's contract: a session and a message in, a session and replies out. All of it frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol

from bot.dialogue.whereabouts import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from bot.catalog.types import Catalog
    from bot.dialogue.media import Reason
    from bot.match.types import Context, Decision
    from bot.offer.reading import Reading


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is awaited: free text is a question."""


@dataclass(frozen=True, slots=True)
class AwaitOffer:
    """/check was pressed: the next text is the offer."""


@dataclass(frozen=True, slots=True)
class AwaitCountry:
    """/country was pressed: the next text is searched as a country's name; `home`: /home was, for the passport's."""

    then: str | None = None
    home: bool = False


ABOUT_AN_OFFER = "jobs.is_it_a_scam"  # the intent that an offer is about
FRAUD = "fraud"  # a topic
HELD, ANOTHER_HELD = "jobs.trapped", "jobs.family_trapped"  # those of who is held, and of their family
OF_WHO_IS_HELD = frozenset({HELD, "jobs.trapped_police", "jobs.held_phone", "jobs.hurt_held"})
EMERGENCY = "bot.emergency"  # that of a cry that does not say what for: it names the nearest number
CARD = "check.card"  # stands for the last answer's intent where that was the card of an offer

State = Idle | AwaitOffer | AwaitCountry

Mode = Literal["now", "urgent", "digest"]
UNKNOWN_ZONE = "UTC"  # no clock is known: what stands in the database for it


@dataclass(frozen=True, slots=True)
class Subscription:
    """What alerts a person wants. `quiet` is minutes of the day, from and to, in the IANA zone `zone`.

    `ended` tells that the person blocked the bot: nothing is sent until they resume.
    """

    topics: tuple[str, ...]
    mode: Mode = "now"
    quiet: tuple[int, int] | None = None
    zone: str = UNKNOWN_ZONE
    asleep_until: datetime | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """What outlives a turn for one chat. `lang` and `country` are None until known; `lang_chosen`: set by /language.

    `traditional`: Chinese is shown to them in Traditional characters.

    `country` is where they are, `home` whose passport they hold. `asked_country` tells that the country was asked for
    once, which is not done again unasked. `their_country` and `their_home` are the same of the one whom they speak of;
    the next conversation begins without them. `doubted` is a country of which was asked whether they are there, `owed`
    the answer whose numbers wait until their country is known. `offered` are the intents, with spaces, that the last
    question back offered: the next message may say more of one of them.
    `checked` is the level and the signs of the last offer check, and never a word of the offer. `last_at` is when
    somebody last wrote, to the minute: much later they begin anew.
    """

    lang: str | None = None
    lang_chosen: bool = False
    traditional: bool = False
    country: str | None = None
    home: str | None = None
    their_country: str | None = None
    their_home: str | None = None
    doubted: str | None = None
    owed: str | None = None
    last_intent: str | None = None
    offered: str | None = None
    last_at: datetime | None = None
    asked_country: bool = False
    checked: str | None = None
    subscription: Subscription | None = None
    state: State = field(default_factory=Idle)

    @property
    def in_doubt(self) -> tuple[str, ...]:
        """The intents that the last question back offered, the likeliest first."""
        return tuple((self.offered or "").split())

    @property
    def spoken_of(self) -> str | None:
        """The intent that the next message may go on about: a card is about whether an offer is a scam."""
        return ABOUT_AN_OFFER if self.last_intent == CARD else self.last_intent

    def afresh(self) -> Session:
        """Return it without what only this conversation was about."""
        begun = replace(self, last_intent=None, offered=None, last_at=None)
        return replace(begun, their_country=None, their_home=None, doubted=None, owed=None)

    def passport(self, *, of_another: bool) -> str | None:
        """Return whose consulate helps: their own, or that `of_another` of whom they speak."""
        return (self.their_home if of_another else None) or self.home


@dataclass(frozen=True, slots=True)
class Text:
    """Free text. `hint` is Telegram's language_code; `forwarded_from` names the origin where Telegram gives it.

    `own` is what the sender wrote of it, where other words were read along with theirs: a picture's, below its caption.
    `before` are the parts of an offer that came less than a minute ago, the oldest first: what `Turn.held` named then.
    """

    text: str
    at: datetime
    hint: str | None = None
    forwarded_from: str | None = None
    before: tuple[str, ...] = ()
    own: str | None = None

    @property
    def written(self) -> str:
        """What the sender says themselves: it alone shows their language, and where they are."""
        if self.forwarded_from is not None:
            return ""
        return self.text if self.own is None else self.own


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message that was answered with a command: its text or caption ("" where it has none) and its origin."""

    text: str
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A typed command or a pressed button: the same thing. `pressed` tells that it came from a button.

    `quoted` is the message that it replies to, `before` the offer that may be kept. `group` is the bot's own name where
    the command came from a group: others read along, so there is no session, and only a few commands are answered.
    """

    name: str
    argument: str
    at: datetime
    hint: str | None = None
    pressed: bool = False
    quoted: Quoted | None = None
    before: tuple[str, ...] = ()
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that carries no text the bot can read: what it is, or why a file could not be read (media.Reason).

    Every kind is a text of the interface, `unreadable.<kind>`. `detail` fills its {detail}: what a lone code holds.
    """

    kind: Literal["sticker", "voice", "photo", "video", "document", "location", "contact", "other"] | Reason
    at: datetime
    hint: str | None = None
    detail: str = ""


Message = Text | Command | Unreadable


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled command; `command` is "name argument", at most 64 bytes, and stays valid for ever."""

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Url:
    """A labelled link."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message out. `id` names the content it came from; `html` is Telegram HTML.

    `picture` names a chart to send with it and its language ("stats zh").
    `edit` asks the shell to change the message whose button was pressed, where there is one.
    `document` is a file that is sent instead of the words: its name and its text.
    """

    id: str
    html: str
    buttons: tuple[tuple[Button | Url, ...], ...] = ()
    picture: str | None = None
    edit: bool = False
    document: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class KeptOffer:
    """An offer that somebody lets us keep to warn others: scrubbed, and with nothing about who sent it."""

    text: str
    lang: str
    risk: str
    flags: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of one message: at least one reply, and the session to keep.

    `tasks` are what only the shell can do: "latest jobs food", "recent", "mydata", "forget". It does so before it sends
    the replies; what they say comes after those.
    `held` are the parts of an offer that the shell holds in memory for a while and hands back with what follows; None
    leaves what it holds, () forgets it. `keep` is an offer that the person lets us keep.
    """

    session: Session
    replies: tuple[Reply, ...]
    tasks: tuple[str, ...] = ()
    held: tuple[str, ...] | None = None
    keep: KeptOffer | None = None


class Decide(Protocol):
    """The matcher as the dialogue sees it."""

    def __call__(self, text: str, context: Context) -> Decision:
        """Decide what the question asks for."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that was checked: the card in parts a phone can show, or the intent that names another scam.

    `is_offer` is False for a text that is no offer; the dialogue then treats it as a question. `kind`: "job_abroad" or
    "job_other", by which the advice is worded. `account`: no offer itself, but somebody's account of one.
    """

    is_offer: bool
    parts: tuple[str, ...]
    other: str | None = None
    flags: tuple[str, ...] = ()
    risk: str = "none_found"
    kind: str = "job_abroad"
    account: bool = False

    def words(self, most: int | None = None) -> str:
        """Return what the buttons under the card need: level, kind, and the ids of the first signs, with spaces."""
        return " ".join((self.risk, self.kind, *self.flags[:most]))


class ReadText(Protocol):
    """Begins to read a text, as the dialogue sees it: once for each text, and all questions are asked of that."""

    def __call__(self, text: str) -> Reading:
        """Return the text as the offer check reads it."""
        ...


class Scrub(Protocol):
    """Takes out of an offer what names a person, as the dialogue sees it."""

    def __call__(self, text: str, lang: str) -> str:
        """Return the text with marks in `lang` for what was taken out."""
        ...


class Check(Protocol):
    """The offer check as the dialogue sees it."""

    def __call__(
        self, reading: Reading, lang: str, *, described: bool = False, before: Reading | None = None
    ) -> Checked:
        """Read a text as a job offer and word the card in `lang`.

        `described`: the person asks about an offer, so that several signs make it one, also inside a question.
        `before`: its first part, whose level it keeps where nothing better is added.
        """
        ...


Details = Literal["why", "questions", "share", "brief"]


class Opened(Protocol):
    """What the buttons under a card open; "brief" is the level and the names of the signs alone."""

    def __call__(self, name: Details, checked: str, lang: str) -> tuple[str, ...]:
        """Return messages about the last check; `checked` is what `Checked.words` returned."""
        ...


class Interviewed(Protocol):
    """The offer check for those who answered questions instead of pasting a text."""

    def __call__(self, yes: tuple[str, ...], lang: str, *, abroad: bool) -> Checked:
        """Word the card for the signs that were answered with yes. `abroad`: the job is in another country."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """The core's read-only services. `zones` are the time zones by country; `whereabouts` hears where a person is.

    `plain` replaces words of a region and short forms in a text by those of everybody.
    """

    catalog: Catalog
    decide: Decide
    read: ReadText
    check: Check
    opened: Opened
    interviewed: Interviewed
    scrub: Scrub
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    plain: Callable[[str], str] = str
