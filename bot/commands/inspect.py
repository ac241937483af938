"""`content preview`, `content stale` and `content schema`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from bot.catalog.html import text_of
from bot.catalog.loader import load_catalog
from bot.catalog.render import View, render
from bot.catalog.types import Answer, Country, Fact, FactText, HotlineText, Intent, Source, SourceText
from bot.errors import CannotError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def preview(content: Path, intent: str, country: str | None) -> str | None:
    """Return the answer of one intent in every language, None where there is no such intent."""
    catalog = load_catalog(content)
    if intent not in catalog.intents:
        return None
    today = datetime.now(UTC).date()
    parts = []
    for lang, language in catalog.languages.items():
        shown = text_of(render(catalog, intent, View(lang, country, None, today)).html)
        answer = language.answers.get(intent)
        parts.append(f"── {lang} · {answer.title if answer else '–'} · {len(shown)} characters\n{shown}")
    return "\n\n".join(parts)


def stale(content: Path, *, as_json: bool) -> str:
    """List what is past its review date, longest first."""
    catalog, today = load_catalog(content), datetime.now(UTC).date()
    rows: list[tuple[date, str, str]] = [
        (fact.review, "fact", key) for key, fact in catalog.facts.items() if fact.review < today
    ]
    rows += [
        (line.review, "hotline", line.id)
        for country in catalog.countries.values()
        for line in country.entries
        if line.review < today
    ]
    rows.sort()
    if as_json:
        return json.dumps([{"review": str(day), "kind": kind, "id": key} for day, kind, key in rows], indent=1)
    return "\n".join([*(f"{day} {kind} {key}" for day, kind, key in rows), f"{len(rows)} past their review date"])


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write one JSON Schema a kind of file; yields each path. Raises CannotError."""
    shapes: dict[str, Any] = {
        "answers": dict[str, Answer],
        "intents": dict[str, Intent],
        "facts": dict[str, dict[str, Source | Fact]],
        "fact-texts": dict[str, dict[str, SourceText | FactText]],
        "hotlines": dict[str, list[Country]],
        "hotline-texts": dict[str, dict[str, HotlineText | str]],
    }
    for name, shape in shapes.items():
        schema = TypeAdapter(shape).json_schema()
        if name == "intents":
            # The id is the key of the mapping, not a field that an author writes.
            schema["$defs"]["Intent"]["required"] = []
        path = folder / f"{name}.schema.json"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        except OSError as error:
            raise CannotError(f"{path} cannot be written: {error.strerror}.") from error
        yield path
