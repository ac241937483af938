"""How the operators' desk looks: a list, a draft with its buttons, a running alert with its bar."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.alerts.fields import CHOICES
from bot.alerts.operators import mark
from bot.alerts.render import TIME
from bot.dialogue.types import Button, Reply
from bot.dialogue.words import rows, ui
from bot.store.deliveries import ASKED, PAUSED, QUIET, UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.alerts.audience import Audience
    from bot.alerts.progress import Progress
    from bot.dialogue.types import Url, World
    from bot.store.alerts import Record

FIELDS = ("topic", "severity", "urgency", "certainty", "expires", "start", "missing")
TYPED = ("countries", "area", "link", "picture")
DOES: dict[str, tuple[str, ...]] = {
    "draft": ("preview", "test", "approve", "reject"),
    "approved": ("show", "cancel"),
    "running": ("show", "pause", "cancel"),
    "paused": ("show", "resume", "cancel"),
    "done": ("show", "update", "withdraw"),
    "cancelled": ("show", "withdraw"),
    "expired": ("show",),
}
HELD = {QUIET: "quiet", PAUSED: "paused", ASKED: "asked", UNREACHABLE: "unreachable"}
HEADLINE = 40


def listing(records: Sequence[Record], world: World, lang: str) -> Reply:
    """List the newest alerts."""
    buttons = [
        Button(f"#{record.id} {record.state}: {_headline(record)}", f"alert show {record.id}") for record in records
    ]
    fresh = Button(ui(world, lang, "desk.button.new"), "alert new")
    return Reply("desk.list", ui(world, lang, "desk.list"), ((fresh,), *rows(buttons, width=1)))


def draft(record: Record, found: Audience, world: World, lang: str) -> Reply:
    """Show a draft: what it says, who gets it in which language, and a button for every field."""
    lines = [_head(record, world, lang), *_facts(record, world, lang), "", *_audience(found, world, lang)]
    if record.replaces is not None:
        lines.append(ui(world, lang, "desk.replaces", id=str(record.replaces)))
    texts = [
        Button(
            ("✅ " if code in record.words else "✏️ ") + each.ui["language.name"], f"alert ask {record.id} text.{code}"
        )
        for code, each in world.catalog.languages.items()
    ]
    picks = [Button(ui(world, lang, f"desk.field.{name}"), f"alert pick {record.id} {name}") for name in FIELDS]
    typed = [Button(ui(world, lang, f"desk.field.{name}"), f"alert ask {record.id} {name}") for name in TYPED]
    return Reply("desk.draft", "\n".join(lines), (*rows(texts), *rows([*picks, *typed]), *_does(record, world, lang)))


def choices(record: Record, name: str, world: World, lang: str, *, edit: bool) -> Reply:
    """Offer the values of one field."""
    known = CHOICES.get(name, ())
    values = [Button(value, f"alert set {record.id} {name} {value}") for value in known]
    if name in {"expires", "start"}:
        values.append(Button(ui(world, lang, "desk.button.time"), f"alert ask {record.id} {name}"))
    back = Button(ui(world, lang, "sub.back"), f"alert show {record.id}")
    text = ui(world, lang, f"desk.pick.{name}") if known else ui(world, lang, "desk.problem.value")
    return Reply("desk.pick", text, (*rows(values), (back,)), edit=edit)


def running(seen: Progress, world: World, lang: str) -> Reply:
    """Show an alert that was approved: a bar, counts, rate and time left; at the end the report."""
    record = seen.record
    lines = [_head(record, world, lang)]
    if record.started_at is None:
        start = record.scheduled_at.strftime(TIME) if record.scheduled_at else "…"
        lines.append(ui(world, lang, "desk.waits", time=start))
    else:
        share = 100 * (seen.total - seen.waiting) // seen.total if seen.total else 100
        lines += [f"{seen.bar} {share} %", *_counts(seen, world, lang)]
    return Reply("desk.running", "\n".join(lines), _does(record, world, lang))


def _counts(seen: Progress, world: World, lang: str) -> list[str]:
    figures = {
        "sent": seen.sent,
        "waiting": seen.waiting - sum(seen.held.values()),
        **{name: seen.held.get(reason, 0) for reason, name in HELD.items()},
        "digest": seen.digest,
        "blocked": seen.blocked,
    }
    lines = [ui(world, lang, f"desk.count.{name}", count=str(number)) for name, number in figures.items() if number]
    for name, reasons in (("failed", seen.failed), ("skipped", seen.skipped)):
        lines += [
            ui(world, lang, f"desk.count.{name}", count=str(number), reason=reason or "-")
            for reason, number in sorted(reasons.items())
        ]
    lines.append(ui(world, lang, "desk.rate", rate=f"{seen.per_second:.1f}", seconds=f"{seen.seconds:.0f}"))
    if seen.record.state == "running" and seen.left is not None:
        lines.append(ui(world, lang, "desk.left", seconds=f"{seen.left:.0f}"))
    return lines


def _head(record: Record, world: World, lang: str) -> str:
    state = ui(world, lang, f"desk.state.{record.state}")
    return f"<b>#{record.id} {escape(_headline(record), quote=False)}</b>\n{state}"


def _facts(record: Record, world: World, lang: str) -> list[str]:
    start = record.scheduled_at.strftime(TIME) if record.scheduled_at else ui(world, lang, "desk.now")
    values = {
        "topic": record.topic,
        "severity": f"{record.severity} / {record.urgency} / {record.certainty}",
        "countries": " ".join(record.countries) or ui(world, lang, "desk.everywhere"),
        "area": record.area or "-",
        "start": start,
        "expires": record.expires_at.strftime(TIME),
        "link": record.link or "-",
        "picture": "✅" if record.picture else "-",
    }
    return [f"{ui(world, lang, f'desk.field.{name}')}: {escape(value, quote=False)}" for name, value in values.items()]


def _audience(found: Audience, world: World, lang: str) -> list[str]:
    lines = [ui(world, lang, "desk.audience", count=str(found.total))]
    for kind, numbers in (("own", found.own), ("other", found.other), ("none", found.none)):
        if numbers:
            shown = ", ".join(f"{code} {number}" for code, number in sorted(numbers.items()))
            lines.append(ui(world, lang, f"desk.audience.{kind}", languages=shown))
    return lines


def _does(record: Record, world: World, lang: str) -> tuple[tuple[Button | Url, ...], ...]:
    marks = {"approve": f" {mark(record)}"}  # what is approved is what stands above the button
    made = [
        Button(ui(world, lang, f"desk.button.{name}"), f"alert {name} {record.id}{marks.get(name, '')}")
        for name in DOES.get(record.state, ())
    ]
    return rows(made)


def _headline(record: Record) -> str:
    words = next((words.headline for _, words in record.texts), "…")
    return words[:HEADLINE]
