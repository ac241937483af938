"""When a message may come: after quiet hours, and when the weekly digest is due. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.catalog.zones import zone

DIGEST_DAY, DIGEST_AT = 0, time(9)  # Monday morning


def after_quiet(now: datetime, quiet: tuple[int, int] | None, name: str) -> datetime:
    """Return `now`, or the end of the quiet hours that it falls into. Hours may span midnight; equal ends are none."""
    if quiet is None or quiet[0] == quiet[1]:
        return now
    here = now.astimezone(zone(name))
    start, end = (time(minutes // 60 % 24, minutes % 60) for minutes in quiet)
    clock = here.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return now
    day = here.date() if clock < end else here.date() + timedelta(days=1)
    return datetime.combine(day, end, here.tzinfo)


def digest_time(now: datetime, name: str) -> datetime:
    """Return the next moment at which the weekly digest goes out in the person's time zone."""
    here = now.astimezone(zone(name))
    day = here.date() + timedelta(days=(DIGEST_DAY - here.weekday()) % 7)
    moment = datetime.combine(day, DIGEST_AT, here.tzinfo)
    return moment if moment > now else moment + timedelta(days=7)
