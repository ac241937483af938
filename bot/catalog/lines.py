"""Which hotline stands for a reference, given the country where a person is and the one whose passport they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalog.types import Confidence, Hotline, HotlineKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.catalog.types import Catalog

KINDS = frozenset(kind.value for kind in HotlineKind)


def by_id(catalog: Catalog, name: str) -> Hotline | None:
    """Find one line by its id in any country."""
    return next((line for country in catalog.countries.values() for line in country.entries if line.id == name), None)


def of_kind(
    catalog: Catalog, kind: str, country: str | None, home: str | None, *, confirmed_only: bool
) -> tuple[Hotline, ...]:
    """All usable lines of one kind, best first: confirmed before check, those with a number before portals.

    A line for this kind alone comes before one that serves it too (`also`).
    A consular line is the one of the person's own country, first the embassy where they are. Embassies that stand
    in another place than theirs are left out.
    """
    code = (home or country) if kind == HotlineKind.CONSULAR else country
    if code is None or code not in catalog.countries:
        return ()
    usable = [
        line
        for line in catalog.countries[code].entries
        if (line.kind == kind or kind in line.also)
        and line.listed
        and (line.number or line.website)
        and (line.located is None or line.located == country)
        and not (confirmed_only and line.confidence is Confidence.CHECK)
    ]
    return tuple(
        sorted(
            usable,
            key=lambda line: (
                line.confidence is Confidence.CHECK,
                line.number is None,
                line.kind != kind,
                line.located != country,
            ),
        )
    )


def in_order(lines: Iterable[Hotline]) -> list[Hotline]:
    """Sort the lines of a country as a person in need reads them: whom to call for help, then the rest as listed.

    A line that is not confirmed comes after those that are.
    """
    first = (HotlineKind.POLICE, HotlineKind.MEDICAL, HotlineKind.CRISIS)
    return sorted(
        lines,
        key=lambda line: (
            line.confidence is Confidence.CHECK,
            first.index(line.kind) if line.kind in first else len(first),
        ),
    )


def resolve(
    catalog: Catalog, name: str, country: str | None, home: str | None, *, confirmed_only: bool
) -> Hotline | None:
    """Return the line for a reference (a kind or an id), or None where none is known."""
    if name in KINDS:
        found = of_kind(catalog, name, country, home, confirmed_only=confirmed_only)
        return found[0] if found else None
    line = by_id(catalog, name)
    return None if line is None or not line.listed or (confirmed_only and line.confidence is Confidence.CHECK) else line
