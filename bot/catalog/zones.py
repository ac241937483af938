"""The time zones: those of each country, as the IANA's table lists them, the most populous first; and one by name."""

from __future__ import annotations

from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zones() -> dict[str, tuple[str, ...]]:
    """Return the zones by ISO 3166-1 alpha-2 code, read from the `tzdata` package's zone.tab."""
    found: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found.setdefault(code, []).append(zone)
    return {code: tuple(names) for code, names in found.items()}


def zone(name: str) -> ZoneInfo:
    """Return a time zone; an unknown name, or one that was since dropped, is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
