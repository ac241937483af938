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


def usable(catalog: Catalog, code: str | None, here: str | None, kind: str | None = None) -> tuple[Hotline, ...]:
    """Return the lines of country `code` that may be shown to somebody who is `here`, of one kind or of all, as listed.

    They can be called or opened; embassies that stand in another place are left out.
    """
    if code is None or code not in catalog.countries:
        return ()
    return tuple(
        line
        for line in catalog.countries[code].entries
        if line.listed
        and (line.number or line.website)
        and line.located in {None, here}
        and (kind is None or line.kind == kind or kind in line.also)
    )


def from_abroad(catalog: Catalog, line: Hotline, home: str | None, here: str | None) -> bool:
    """Tell whether a line is dialled from another country: one of `home`'s, by somebody who is elsewhere."""
    if home is None or home == here or line.located is not None or home not in catalog.countries:
        return False
    return any(line.id == each.id for each in catalog.countries[home].entries)


def of_kind(
    catalog: Catalog, kind: str, country: str | None, home: str | None, *, confirmed_only: bool
) -> tuple[Hotline, ...]:
    """All usable lines of one kind, best first: confirmed before check, those with a number before portals.

    A line for this kind alone comes before one that serves it too (`also`).
    A consular line is the one of the person's own country, first the embassy where they are.
    """
    code = (home or country) if kind == HotlineKind.CONSULAR else country
    known = (
        line
        for line in usable(catalog, code, country, kind)
        if not (confirmed_only and line.confidence is Confidence.CHECK)
    )
    return tuple(
        sorted(
            known,
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
