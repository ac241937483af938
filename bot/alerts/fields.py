"""An alert's fields as an operator types them. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from bot.alerts.operators import TOPICS
from bot.alerts.plain import cleaned
from bot.alerts.sendable import is_link
from bot.catalog.loader import LANGUAGE
from bot.store.alerts import Words, new
from bot.store.tables import AREA, HEADLINE, LINK

if TYPE_CHECKING:
    from bot.store.alerts import Record

SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
LASTS = timedelta(days=3)  # an alert, unless its operator says otherwise
NONE = "-"  # typed where a field shall be empty
SPANS = {"h": "hours", "d": "days", "w": "weeks"}
CHOICES: dict[str, tuple[str, ...]] = {
    "topic": TOPICS,
    "severity": SEVERITIES,
    "urgency": URGENCIES,
    "certainty": CERTAINTIES,
    "missing": ("skip", "other"),
    "expires": ("6h", "1d", "3d", "7d"),
    "start": ("now", "1h", "12h", "1d"),
}
Problem = Literal["value", "time", "country", "link", "link_length", "headline"]

LIMITS: dict[str, tuple[int, Problem]] = {
    "headline": (HEADLINE, "headline"),
    "area": (AREA, "value"),
    "link": (LINK, "link_length"),
}


class FieldError(ValueError):
    """What was typed is no value of the field; `problem` has its words under desk.problem."""

    def __init__(self, problem: Problem, said: str = "") -> None:
        """Remember what is wrong; `said` tells it at the terminal."""
        super().__init__(said or f"the {problem} cannot be read")
        self.problem = problem


def blank(operator: str, now: datetime) -> Record:
    """Return an empty draft."""
    return new(operator, TOPICS[0], now + LASTS, now)


def filled(record: Record, name: str, value: str, now: datetime) -> Record:  # noqa: PLR0911 - a table
    """Return the alert with one field filled. Raises FieldError."""
    value = value.strip()
    match name.partition("."):
        case ("text", _, lang) if LANGUAGE.fullmatch(lang):
            return replace(record, texts=_with(record, lang, words(cleaned(value))))
        case (("topic" | "severity" | "urgency" | "certainty" | "missing") as field, _, _) if value in CHOICES[field]:
            chosen: dict[str, Any] = {field: value}
            return replace(record, **chosen)
        case ("countries", _, _):
            return replace(record, countries=countries(value))
        case ("area", _, _):
            return replace(record, area="" if value == NONE else fits("area", cleaned(value)))
        case ("link", _, _):
            return replace(record, link=None if value in {"", NONE} else link(value))
        case ("picture", _, _) if value == NONE:
            return replace(record, picture=None)
        case ("expires", _, _):
            return replace(record, expires_at=moment(value, now))
        case ("start", _, _):
            return replace(record, scheduled_at=None if value == "now" else moment(value, now))
        case _:
            raise FieldError("value")


def askable(name: str) -> bool:
    """Tell whether this can be the name of a field that is asked for: "text.LANGUAGE", or a plain one."""
    kind, dot, lang = name.partition(".")
    return LANGUAGE.fullmatch(lang) is not None if kind == "text" else not dot


def link(text: str) -> str:
    """Return a link that a button can lead to, and that fits. Raises FieldError."""
    if not is_link(text):
        raise FieldError("link")
    return fits("link", text)


def fits(name: str, text: str) -> str:
    """Return the text of a field that fits into its column. Raises FieldError: what is cut says something else."""
    most, problem = LIMITS[name]
    if len(text) > most:
        raise FieldError(problem, f"the {name} has {len(text)} characters, and at most {most} fit")
    return text


def words(text: str) -> Words:
    """Read a text: a headline, a description, what to do; with empty lines between."""
    headline, _, rest = text.partition("\n\n")
    headline = " ".join(headline.split())
    if not fits("headline", headline):
        raise FieldError("headline", "the headline is missing")
    description, _, instruction = rest.strip().partition("\n\n")
    return Words(headline, description.strip(), instruction.strip())


def _with(record: Record, lang: str, said: Words) -> tuple[tuple[str, Words], ...]:
    return tuple(sorted({**record.words, lang: said}.items()))


def countries(text: str) -> tuple[str, ...]:
    """Read country codes; "-" and nothing are everywhere. Raises FieldError."""
    codes = text.upper().replace(",", " ").split()
    if codes in ([NONE], []):
        return ()
    if not all(len(code) == 2 and code.isascii() and code.isalpha() for code in codes):  # noqa: PLR2004
        raise FieldError("country")
    return tuple(dict.fromkeys(codes))


def moment(text: str, now: datetime) -> datetime:
    """Read a time in UTC ("2026-11-30 18:00") or a span from now ("6h", "3d", "2w"). Raises FieldError."""
    number, unit = text[:-1], text[-1:]
    try:
        if number.isdecimal() and unit in SPANS:
            return now + timedelta(**{SPANS[unit]: int(number)})
        return utc(text)
    except (ValueError, OverflowError) as error:
        raise FieldError("time") from error


def utc(text: str) -> datetime:
    """Read a time, in UTC where it names no zone. Raises ValueError, also for one that lies beyond all years in UTC."""
    found = datetime.fromisoformat(text)
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"{text} is beyond the years that can be told") from error
