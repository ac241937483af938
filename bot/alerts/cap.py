"""Alerts as messages of the Common Alerting Protocol 1.2, read and written.

http://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast, get_args
from xml.etree import ElementTree as ET

from bot.alerts.fields import CERTAINTIES, SEVERITIES, URGENCIES, FieldError, countries, fits, utc
from bot.alerts.plain import cleaned, legal
from bot.catalog.loader import LANGUAGE
from bot.store.alerts import Kind, Record, Words, new
from bot.store.tables import HEADLINE

if TYPE_CHECKING:
    from collections.abc import Mapping

NS = "urn:oasis:names:tc:emergency:cap:1.2"
SENDER = "vigil"
STATUSES = ("Actual", "Draft")  # of those that the standard knows; what is taken becomes a draft either way
DAY = timedelta(days=1)
LONGEST = 1_000_000
# What is declared behind one of these marks is moot.
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARED = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
TOPIC, COUNTRIES = "vigil:topic", "vigil:countries"
CATEGORY = {"jobs": "Security", "fraud": "Security", "food": "Health", "all": "Safety"}


class CapError(ValueError):
    """A file is no CAP message that can be taken; the message says what is wrong and where."""


class _Builder(ET.TreeBuilder):
    """Asked by the parser: the bytes tell nothing, as they may be in any encoding."""

    def doctype(self, *_: object) -> None:
        """Refuse."""
        raise CapError("the file declares a document type: a CAP message has none, and it could be a trap")


def export(record: Record, references: str = "") -> bytes:
    """Write an alert. `references` are those of the alert that it replaces: sender,identifier,sent."""
    ET.register_namespace("", NS)
    root = ET.Element(f"{{{NS}}}alert")
    _add(root, "identifier", _identifier(record.identifier))
    _add(root, "sender", SENDER)
    _add(root, "sent", _time(record.started_at or record.created_at))
    _add(root, "status", "Draft" if record.state in {"draft", "rejected"} else "Actual")
    _add(root, "msgType", record.message_type)
    _add(root, "scope", "Public")
    if references:
        _add(root, "references", references)
    for lang, words in record.texts:
        _info(root, record, lang, words)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def reference(record: Record) -> str:
    """Return how another message refers to this one."""
    return f"{SENDER},{_identifier(record.identifier)},{_time(record.started_at or record.created_at)}"


def _info(root: ET.Element, record: Record, lang: str, words: Words) -> None:
    info = ET.SubElement(root, f"{{{NS}}}info")
    _add(info, "language", {"en": "en-US", "zh": "zh-CN"}.get(lang, lang))
    _add(info, "category", CATEGORY.get(record.topic, "Other"))
    _add(info, "event", words.headline)
    _add(info, "urgency", record.urgency)
    _add(info, "severity", record.severity)
    _add(info, "certainty", record.certainty)
    _add(info, "expires", _time(record.expires_at))
    _add(info, "headline", words.headline)
    if words.description:
        _add(info, "description", words.description)
    if words.instruction:
        _add(info, "instruction", words.instruction)
    if record.link:
        _add(info, "web", record.link)
    for name, value in ((TOPIC, record.topic), (COUNTRIES, " ".join(record.countries))):
        if value:
            parameter = ET.SubElement(info, f"{{{NS}}}parameter")
            _add(parameter, "valueName", name)
            _add(parameter, "value", value)
    if record.area or record.countries:
        area = ET.SubElement(info, f"{{{NS}}}area")
        _add(area, "areaDesc", record.area or ", ".join(record.countries))
        for code in record.countries:
            geocode = ET.SubElement(area, f"{{{NS}}}geocode")
            _add(geocode, "valueName", "ISO3166-1")
            _add(geocode, "value", code)


def read(data: bytes, author: str, now: datetime, known: Mapping[str, int]) -> Record:
    """Take a CAP message as a draft. Without a topic the draft is for all of them.

    `known` are the ids of the alerts that were sent and that no later one has replaced, by identifier, for references.
    Raises CapError with what is missing or wrong.
    """
    root = _parse(data)
    if (status := _need(root, "status")) not in STATUSES:
        raise CapError(
            f"<status> is {status}; only Actual and Draft are taken: nobody shall act on an exercise or a test"
        )
    infos = root.findall(f"{{{NS}}}info")
    if not infos:
        raise CapError("the message has no <info>: there is nothing to tell")
    kind = _need(root, "msgType")
    if kind not in get_args(Kind):
        raise CapError(f"<msgType> is {kind}; only Alert, Update and Cancel can be sent")
    first = infos[0]
    expires = _moment(_text(first, "expires"), "expires") or now + DAY
    parameters = _parameters(first)
    draft = new(author, _topic(parameters.get(TOPIC, "all")), expires, now)
    return replace(
        draft,
        message_type=cast("Kind", kind),
        replaces=_replaces(root, kind, known),
        severity=_one_of(first, "severity", SEVERITIES),
        urgency=_one_of(first, "urgency", URGENCIES),
        certainty=_one_of(first, "certainty", CERTAINTIES),
        countries=_countries(_geocodes(first) or parameters.get(COUNTRIES, "").split()),
        area=_fits("area", "areaDesc", _text(first.find(f"{{{NS}}}area"), "areaDesc") or ""),
        link=_fits("link", "web", _text(first, "web") or "") or None,
        # Of two in one language (en-US, en-GB) the first, whose severity is taken as well.
        texts=tuple(sorted({_language(info): _words(info) for info in reversed(infos)}.items())),
    )


def _parse(data: bytes) -> ET.Element:
    if len(data) > LONGEST:
        raise CapError("the file is larger than a million bytes: that is no alert")
    try:
        root = ET.fromstring(_decoded(data), ET.XMLParser(target=_Builder()))  # noqa: S314 - entities are refused
    except CapError:
        raise
    except (ET.ParseError, ValueError, LookupError) as error:  # the last two: an encoding that it cannot read
        raise CapError(f"the file is no XML: {error}") from error
    if root.tag != f"{{{NS}}}alert":
        raise CapError(f"the file is no CAP 1.2 message: its root is {root.tag}, not {{{NS}}}alert")
    return root


def _decoded(data: bytes) -> str | bytes:
    """Return the text of a file in the encoding that it declares; the parser itself knows too few.

    Chinese senders write GB2312 and mean what extends it.
    """
    declared = DECLARED.match(data)
    name = next((name for mark, name in MARKS.items() if data.startswith(mark)), declared and declared[1].decode())
    if name is None:
        return data
    try:
        return data.decode("gb18030" if name.lower() in {"gb2312", "gbk"} else name)
    except LookupError as error:
        raise CapError(f"the file's encoding, {name[:50]!r}, is unknown; save it as UTF-8") from error
    except UnicodeError as error:
        raise CapError(f"the file is not in its encoding, {name[:50]!r}; save it as UTF-8") from error


def _replaces(root: ET.Element, kind: str, known: Mapping[str, int]) -> int | None:
    if kind == "Alert":
        return None
    entries = (_text(root, "references") or "").split()
    # sender,identifier,sent
    named = [entry.split(",")[1] if entry.count(",") == 2 else entry for entry in entries]  # noqa: PLR2004
    if found := [known[identifier] for identifier in named if identifier in known]:
        return max(found)
    raise CapError(
        f"the message is an {kind}, but its <references> name no alert that was sent from here and that still stands"
    )


def _words(info: ET.Element) -> Words:
    headline, description = _text(info, "headline") or _need(info, "event"), _text(info, "description") or ""
    if len(headline) > HEADLINE:
        # Others write longer ones: the whole of it stands first, for the operator to shorten what is above.
        headline, description = f"{headline[: HEADLINE - 1]}…", f"{headline}\n\n{description}".strip()
    return Words(headline, description, _text(info, "instruction") or "")


def _language(info: ET.Element) -> str:
    code = _text(info, "language") or "en-US"
    lang = code.partition("-")[0].lower()
    if not LANGUAGE.fullmatch(lang):
        raise CapError(f"<language> is {code[:50]!r}; it must be a code such as en-US or zh-CN")
    return lang


def _topic(name: str) -> str:
    if name not in CATEGORY:
        raise CapError(f"the topic is {name[:50]!r}; it must be one of {', '.join(CATEGORY)}")
    return name


def _fits(field: str, name: str, text: str) -> str:
    try:
        return fits(field, text)
    except FieldError as error:
        raise CapError(f"<{name}>: {error}") from error


def _parameters(info: ET.Element) -> dict[str, str]:
    found = info.findall(f"{{{NS}}}parameter")
    return {_text(each, "valueName") or "": _text(each, "value") or "" for each in found}


def _geocodes(info: ET.Element) -> list[str]:
    found = info.iter(f"{{{NS}}}geocode")
    return [_text(each, "value") or "" for each in found if (_text(each, "valueName") or "").startswith("ISO3166")]


def _countries(codes: list[str]) -> tuple[str, ...]:
    """Read codes of countries (TH) and of their parts (TH-50). One that is dropped would make it for everywhere."""
    try:
        return countries(" ".join(code.partition("-")[0] or "?" for code in codes))
    except FieldError as error:
        raise CapError(f"the countries are {' '.join(codes)[:100]!r}; each must be two letters such as TH") from error


def _one_of(info: ET.Element, name: str, allowed: tuple[str, ...]) -> str:
    value = _need(info, name)
    if value not in allowed:
        raise CapError(f"<{name}> is {value!r}; it must be one of {', '.join(allowed)}")
    return value


def _need(element: ET.Element, name: str) -> str:
    value = _text(element, name)
    if not value:
        raise CapError(f"<{name}> is missing in <{element.tag.rpartition('}')[2]}>")
    return value


def _text(element: ET.Element | None, name: str) -> str | None:
    found = element.find(f"{{{NS}}}{name}") if element is not None else None
    return cleaned(found.text).strip() if found is not None and found.text else None


def _moment(text: str | None, name: str) -> datetime | None:
    if text is None:
        return None
    try:
        return utc(text)
    except ValueError as error:
        raise CapError(f"<{name}> is {text!r}; it must be a time such as 2026-11-23T12:00:00-00:00") from error


def _time(moment: datetime) -> str:
    # CAP asks for a zone of -00:00 where times are in UTC, and forbids "Z".
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def _identifier(text: str) -> str:
    return "".join("_" if char in " ,<&" else char for char in text)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{NS}}}{name}").text = legal(text)
