"""An answer as the chat shows it: references filled in, then the lines' details and the sources below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from html import escape
from typing import TYPE_CHECKING

from bot.catalog.lines import from_abroad, resolve
from bot.catalog.of_use import EMERGENCY, lines_in, of_use, told_once
from bot.catalog.refs import parse, references
from bot.catalog.types import MAIN, Confidence, HotlineKind, Urgency
from bot.catalog.words import day, figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bot.catalog.refs import Ref
    from bot.catalog.types import Catalog, Hotline, Intent, Language


COLONS = (":", "：")
SENTENCE = re.compile(r"[.;。；\n]")


@dataclass(frozen=True, slots=True)
class View:
    """For whom an answer is rendered: language, where they are, whose passport they hold, and today's date (UTC)."""

    lang: str
    country: str | None
    home: str | None
    today: date


@dataclass(frozen=True, slots=True)
class Rendered:
    """Telegram HTML and the language it is in, which differs from the one asked where no translation exists.

    `needs_country` says that a line would have been shown if the person's country were known, `needs_home` that a
    consular line is named and where they are is known, but not whose passport they hold.
    """

    html: str
    lang: str
    needs_country: bool
    needs_home: bool


def render(catalog: Catalog, intent_id: str, view: View, *, brief: bool = False) -> Rendered:
    """Render the answer of one intent. Raises KeyError if no language has it.

    `brief`: to who has read it, without details and sources: its first line and what to do then; in an emergency, or
    where nothing comes then, also its last line and those with numbers.
    """
    spoken = catalog.languages[view.lang] if view.lang in catalog.languages else catalog.languages[MAIN]
    language = spoken if intent_id in spoken.answers else catalog.languages[MAIN]
    intent, answer = catalog.intents[intent_id], language.answers[intent_id]
    emergency = intent.urgency is Urgency.EMERGENCY
    text = answer.worded(view.country).strip()
    text = _brief(text, answer.and_then, emergency=emergency) if brief else text
    known = {name: _resolved(catalog, name, view, emergency=emergency) for name in lines_in(text)}
    text, lines = told_once(of_use(text, known) if emergency else text, known)
    filled, shown = _filled(catalog, text, lines, view, language)
    blocks = [filled]
    if language is not spoken:
        blocks.insert(0, spoken.ui["answer.other_language"])
    if shown and not brief:
        blocks.append("\n".join(_detail(catalog, line, view, language) for line in shown))
    if not brief and (sources := source_line(catalog, intent, text, language, view.country)):
        blocks.append(sources)
    needs_country = view.country is None and None in lines.values()
    if brief and needs_country:  # which country was asked before
        blocks.append(language.ui["country.wanted"])
    needs_home = view.country is not None and view.home is None and HotlineKind.CONSULAR in lines
    return Rendered("\n\n".join(blocks), language.code, needs_country, needs_home)


def _filled(
    catalog: Catalog, text: str, lines: Mapping[str, Hotline | None], view: View, language: Language
) -> tuple[str, tuple[Hotline, ...]]:
    """Fill in the references of `text`; return it with the lines that it names, each once."""
    filled, unknown = "", False
    shown: dict[str, Hotline] = {}
    for part in parse(text):
        if isinstance(part, str):
            filled += part
        elif part.kind == "fact":
            filled += _fact(catalog, part.name, language)
        elif (line := lines[part.name]) is None:
            filled += _unknown(part, view, language, filled, again=unknown)
            unknown = True
        else:
            filled += _line(catalog, line, view, language)
            shown.setdefault(line.id, line)
    return filled, tuple(shown.values())


def _resolved(catalog: Catalog, name: str, view: View, *, emergency: bool) -> Hotline | None:
    """Return the line for a reference; in an emergency only a confirmed one, and no consulate that may be another's."""
    if emergency and name == HotlineKind.CONSULAR and view.home is None:
        return None
    return resolve(catalog, name, view.country, view.home, confirmed_only=emergency)


def _brief(text: str, then: str | None, *, emergency: bool) -> str:
    first, *rest = text.split("\n")
    more = then.split("\n") if then else []
    if more and not emergency:
        return "\n".join([first, *more])
    numbers = [line for line in rest if lines_in(line)]
    return "\n".join(dict.fromkeys([first, *numbers, *more, *rest[-1:]]))


def _fact(catalog: Catalog, name: str, language: Language) -> str:
    fact = catalog.facts[name]
    said = figure(fact, language.facts[name], language)
    return _marked(escape(said, quote=False), fact.confidence, language)


def _unknown(ref: Ref, view: View, language: Language, before: str, *, again: bool) -> str:
    """Say which line is not known, and what to do about it; `again`: that stands in this answer already.

    Where the sentence `before` it has named the line ("Anti-scam line: "), it is not named a second time.
    """
    if ref.name == HotlineKind.CONSULAR and (view.home is None or view.country is None):
        named = before.rstrip().endswith(COLONS)
        return language.ui["hotline.no_country_consular_named" if named else "hotline.no_country_consular"]
    key = "hotline.unknown" if view.country else "hotline.no_country_kind"
    kind = language.ui.get(f"kinds.{ref.name}", language.ui["kinds.any"])
    if view.country and ref.name == HotlineKind.CRISIS:
        key = "hotline.unknown_crisis"
    elif view.country is None and ref.name in EMERGENCY and not again:
        key = "hotline.no_country"
    else:
        if again:
            key = "hotline.unknown_again" if view.country else "hotline.no_country_again"
        if kind.casefold() in SENTENCE.split(before)[-1].casefold():
            key += "_named"
    return language.ui[key].format(kind=escape(kind, quote=False))


def _line(catalog: Catalog, line: Hotline, view: View, language: Language) -> str:
    number = escape(dialled(line, abroad=from_abroad(catalog, line, view.home, view.country)), quote=False)
    said = _marked(f"<b>{number}</b>", line.confidence, language)
    if line.kind is HotlineKind.CONSULAR and view.home is None and view.country is not None:
        code = next(code for code, country in catalog.countries.items() if line in country.entries)
        return language.ui["hotline.of_country"].format(line=said, country=language.ui[f"countries.{code}"])
    return said


def _detail(catalog: Catalog, line: Hotline, view: View, language: Language) -> str:
    return detail(line, language, view.today, abroad=from_abroad(catalog, line, view.home, view.country))


def _marked(value: str, confidence: Confidence, language: Language) -> str:
    return language.ui["confirm.mark"].format(value=value) if confidence is Confidence.CHECK else value


def dialled(line: Hotline, *, abroad: bool = False) -> str:
    """The form to dial: the international one for somebody abroad, where the page read prints it."""
    return (line.intl if abroad else None) or line.number or line.website or ""


def detail(line: Hotline, language: Language, today: date, *, abroad: bool = False) -> str:
    """One line about a hotline: number, `abroad` the one to dial from there, name, hours, languages, when verified."""
    text = language.hotlines.get(line.id)
    name = text.name if text else language.ui[f"kinds.{line.kind.value}"]
    said = [
        f"{'☎' if line.number else '🌐'} <b>{escape(dialled(line, abroad=abroad), quote=False)}</b>",
        escape(name, quote=False),
        escape((text.hours if text else None) or "", quote=False),
        escape((text.languages if text else None) or "", quote=False),
        _verified(line, language, today),
    ]
    return " · ".join(part for part in said if part)


def _verified(line: Hotline, language: Language, today: date) -> str:
    if line.confidence is Confidence.CHECK:
        if line.verified is None:
            return language.ui["confirm.please"]
        return language.ui["confirm.please_dated"].format(day=day(line.verified, language))
    if line.verified is None:
        return language.ui["confirm.undated"]
    key = "confirm.stale" if today > line.review else "confirm.verified"
    return language.ui[key].format(day=day(line.verified, language))


def source_line(catalog: Catalog, intent: Intent, answer: str, language: Language, country: str | None = None) -> str:
    """Name every source behind an answer; see `source_ids`."""
    told = [source_name(catalog, key, language) for key in source_ids(catalog, intent, answer, country)]
    return language.ui["source.line"].format(sources=joined(told, language.ui["source.then"])) if told else ""


def source_ids(catalog: Catalog, intent: Intent, answer: str, country: str | None) -> list[str]:
    """Return the ids of the sources of an answer as it is worded in a country, each once: its facts' and its own."""
    named = [ref.name for ref in references(answer) if ref.kind == "fact"]
    ids = [catalog.facts[name].source for name in (*named, *intent.facts)]
    return list(dict.fromkeys((*ids, *intent.sources_in.get(country or "", intent.sources))))


def source_name(catalog: Catalog, key: str, language: Language) -> str:
    """Name a source: who, what and when."""
    source, text = catalog.sources[key], language.sources[key]
    parts = (text.org, text.title, day(source.date, language))
    return escape(joined([part for part in parts if part], language.ui["source.comma"]), quote=False)


def joined(parts: Sequence[str], pattern: str) -> str:
    """Put parts one after another as a language writes it: `pattern` has {first} and {then}."""
    return reduce(lambda first, then: pattern.format(first=first, then=then), parts)
