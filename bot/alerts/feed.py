"""The alerts that were sent, as an Atom feed (RFC 4287) that others can follow. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from bot.alerts.cap import export, reference
from bot.alerts.plain import legal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.store.alerts import Record

ATOM = "http://www.w3.org/2005/Atom"
MOST = 100  # entries


def feed(records: Sequence[Record], now: datetime) -> bytes:
    """Return the feed of the newest of these alerts, which have all been started; each entry holds its CAP message.

    The older ones are given for what refers to them.
    """
    root = ET.Element(f"{{{ATOM}}}feed")
    _add(root, "id", "urn:vigil:alerts")
    _add(root, "title", "Vigil")
    shown, known = records[:MOST], {record.id: record for record in records}
    _add(root, "updated", max(map(_updated, shown), default=now).isoformat())
    for record in shown:
        _entry(root, record, known.get(record.replaces or 0))
    ET.register_namespace("", ATOM)  # now: each message has registered its own
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _updated(record: Record) -> datetime:
    return record.finished_at or record.started_at or record.created_at


def _entry(root: ET.Element, record: Record, replaced: Record | None) -> None:
    entry = ET.SubElement(root, f"{{{ATOM}}}entry")
    headline = next((words.headline for _, words in record.texts), record.identifier)
    _add(entry, "id", f"urn:vigil:alert:{record.identifier}")
    _add(entry, "title", headline)
    _add(entry, "updated", _updated(record).isoformat())
    _add(entry, "published", (record.started_at or record.created_at).isoformat())
    author = ET.SubElement(entry, f"{{{ATOM}}}author")
    _add(author, "name", "Vigil")
    for term in (record.topic, record.state):
        ET.SubElement(entry, f"{{{ATOM}}}category", term=legal(term))
    if record.link:
        ET.SubElement(entry, f"{{{ATOM}}}link", href=legal(record.link))
    for _, words in record.texts[:1]:
        _add(entry, "summary", words.description or words.headline)
    content = _add(entry, "content", export(record, reference(replaced) if replaced else "").decode())
    content.set("type", "text")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = legal(text)
    return child
