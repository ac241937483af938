"""`content check`: the catalog's own rules, the offer check's, and what only the trained matcher can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assemble import make_matcher, read_content
from bot.catalog.lint import judge
from bot.catalog.yamlfile import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.catalog.types import Catalog
    from bot.catalog.yamlfile import YamlFile


def problems(content: Path, *, semantic: bool, cache: Path | None) -> list[Problem]:
    """Return every problem of the content, sorted by place; where there are errors, the matcher is not asked."""
    loaded, _, found = read_content(content, judge)
    if loaded.catalog is None or any(problem.level == "error" for problem in found):
        return found
    return sorted([*found, *_mistaken(loaded.catalog, loaded.files, semantic=semantic, cache=cache)])


def _mistaken(catalog: Catalog, files: Mapping[str, YamlFile], *, semantic: bool, cache: Path | None) -> list[Problem]:
    """A phrasing that, had it not been learned, would be answered with another intent: one of the two is unclear."""
    matcher = make_matcher(catalog, semantic=semantic, cache=cache)
    wrong = {
        index.phrasings[row]: (index.labels[index.owner[row]], other)
        for index in matcher.indexes
        for row, other in index.mistaken.items()
    }
    return [
        Problem(
            file.name,
            file.line((intent, "phrasings", number)),
            f"{intent}.phrasings",
            f"“{text}” would by itself be answered with {wrong[text][1]}.",
            "Make it more telling, or add a phrasing like it.",
            "warning",
        )
        for lang, language in catalog.languages.items()
        for intent, answer in language.answers.items()
        for file in (next(f for name, f in files.items() if name.startswith(f"{lang}/") and intent in f.data),)
        for number, text in enumerate(answer.phrasings)
        if text in wrong and wrong[text][0] == intent
    ]
