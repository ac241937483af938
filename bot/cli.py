"""The command line: run, sandbox, chat, ask, check, content, alert, db, bench."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.commands import alert, db
from bot.commands.chosen import err, settings
from bot.commands.telling import Telling
from bot.errors import CannotError

if TYPE_CHECKING:
    from bot.dialogue.types import World

app = typer.Typer(cls=Telling, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
content = typer.Typer(no_args_is_help=True, help="Check and preview the content.")
bench = typer.Typer(no_args_is_help=True, help="Measure.")
app.add_typer(content, name="content")
app.add_typer(bench, name="bench")
app.add_typer(alert.app, name="alert")
app.add_typer(db.app, name="db")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
After = Annotated[str | None, typer.Option("--after", help="The id of the answer that came before.")]
Lang = Annotated[str | None, typer.Option("--lang", help="en or zh; unset: from the text.")]


@app.callback()
def main() -> None:
    """Vigil answers questions about scams, overseas job offers and food safety from scripted, sourced content."""
    level = settings().log_level
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(_without_traceback)
    for noisy in ("httpx", "alembic", "telegram.ext.Updater"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    logging.getLogger("bot.match.build").setLevel(logging.INFO)  # else a first start is a minute and more of silence
    if level == "DEBUG":
        for telling in ("telegram", "aiosqlite"):  # they would log every message and every row, whoever it is about
            logging.getLogger(telling).setLevel(logging.INFO)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Take off the traceback that python-telegram-bot adds: its errors may quote the token, or what somebody wrote."""
    if record.name.startswith("telegram"):
        record.exc_info = None
    return True


@app.command()
def run() -> None:
    """Start the bot: on Telegram where VIGIL_TELEGRAM_TOKEN is set, else with a chat page on loopback."""
    from bot.commands.run import run  # noqa: PLC0415 - only what a command needs is loaded

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(settings()))


@app.command()
def sandbox(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port on loopback; 0 takes any.")] = 8081,
    kept_calls: Annotated[int, typer.Option(min=0, help="How many of the bot's calls the log holds.")] = 20_000,
) -> None:
    """Start the Bot API sandbox alone; see docs/sandbox.md."""
    from bot.commands import page  # noqa: PLC0415

    asyncio.run(page.run(port, kept_calls))


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    *,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read JSON lines {id, text, lang?} from standard input.")
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
    country: Annotated[str | None, typer.Option(help="ISO code, for the hotlines.")] = None,
) -> None:
    """Answer one question, or a stream of them."""
    from bot.commands import talk  # noqa: PLC0415

    world = _world()
    if jsonl:
        raise typer.Exit(1 if talk.ask_lines(world, sys.stdin.buffer, sys.stdout) else 0)
    if text is None:
        err.print('Say what to ask: python -m bot ask "is this job offer a scam?"')
        raise typer.Exit(2)
    if as_json:
        print(json.dumps(talk.decision(world, text, lang), ensure_ascii=False))  # noqa: T201
    else:
        print(talk.answer(world, text, lang, country.upper() if country else None))  # noqa: T201


@app.command()
def chat(lang: Lang = None) -> None:
    """Talk to the bot in the terminal. Nothing is kept."""
    from bot.commands import talk  # noqa: PLC0415

    talk.chat(_world(), sys.stdin, sys.stdout, lang)


@app.command()
def check(
    text: Annotated[str | None, typer.Argument(help="The job offer.")] = None,
    *,
    image: Annotated[
        list[Path] | None,
        typer.Option("--image", help="Read the offer from a picture, PDF or text file; several are one offer."),
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read JSON lines {id, text} from standard input.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Check a job offer for warning signs."""
    from bot.commands import check as command  # noqa: PLC0415
    from bot.offer.rules import load_rules  # noqa: PLC0415

    rules = load_rules(settings().content)
    if image:
        text = _words(image, lang, as_json=as_json)
    if jsonl:
        raise typer.Exit(1 if command.check_lines(rules, sys.stdin.buffer, sys.stdout) else 0)
    if text is None:
        err.print('Paste the offer: python -m bot check "..."')
        raise typer.Exit(2)
    print(command.check_one(rules, text, lang, as_json=as_json, read=bool(image)))  # noqa: T201


def _words(paths: list[Path], lang: str | None, *, as_json: bool) -> str:
    """Return the words of files; says what could not be read, and stops with exit code 1 where nothing was."""
    from bot.commands import picture  # noqa: PLC0415

    chosen = settings()
    text, notes = picture.read_files(paths, ocr=chosen.ocr)
    for note in notes:
        err.print(Text(picture.worded(chosen.content, note, lang if lang in ("en", "zh") else "en")))
    if text is None:
        if as_json:
            print(json.dumps({"error": notes[-1].kind}))  # noqa: T201
        raise typer.Exit(1)
    return text


@app.command()
def explain(text: str, *, after: After = None, as_json: Json = False) -> None:
    """Show why a question is decided as it is: the folded text, every likeness, the ranking and the thresholds."""
    from bot.commands import measure  # noqa: PLC0415

    chosen = settings()
    found = measure.explain(chosen.content, text, semantic=chosen.semantic, cache=chosen.cache, after=after)
    print(json.dumps(found, ensure_ascii=False) if as_json else measure.shown(found))  # noqa: T201


@content.command("check")
def content_check(*, as_json: Json = False) -> None:
    """Check every content file; exit 1 where something is wrong."""
    from bot.commands import lint  # noqa: PLC0415

    chosen = settings()
    problems = lint.problems(chosen.content, semantic=chosen.semantic, cache=chosen.cache)
    errors = [problem for problem in problems if problem.level == "error"]
    if as_json:
        rows = [{name: getattr(p, name) for name in p.__slots__} for p in problems]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        for problem in problems:
            print(problem)  # noqa: T201
        print(f"{len(errors)} errors, {len(problems) - len(errors)} warnings")  # noqa: T201
    raise typer.Exit(1 if errors else 0)


@content.command("preview")
def content_preview(
    intent: str, *, country: Annotated[str | None, typer.Option(help="ISO code, for the hotlines.")] = None
) -> None:
    """Show an answer as the chat will, in each language."""
    from bot.commands import inspect  # noqa: PLC0415

    shown = inspect.preview(settings().content, intent, country.upper() if country else None)
    if shown is None:
        raise CannotError(f"No intent is called {intent}. The ids stand in content/intents/.")
    print(shown)  # noqa: T201


@content.command("stale")
def content_stale(*, as_json: Json = False) -> None:
    """List facts and hotlines past their review date."""
    from bot.commands import inspect  # noqa: PLC0415

    print(inspect.stale(settings().content, as_json=as_json))  # noqa: T201


@content.command("schema")
def content_schema(
    folder: Annotated[Path, typer.Argument(help="Where to write the schemas.")] = Path("content/schema"),
) -> None:
    """Write JSON Schemas so that an editor completes and checks the YAML."""
    from bot.commands import inspect  # noqa: PLC0415

    for path in inspect.write_schemas(folder):
        print(path)  # noqa: T201


@content.command("wording")
def content_wording(
    lang: Annotated[
        str, typer.Argument(help="Whose content/<language>/wording.json and everyday.json are learnt anew.")
    ],
    *,
    sets: Annotated[Path, typer.Option(help="A folder with offers*.jsonl: id, text, lang, label.")] = Path(
        "tests/offer"
    ),
    questions: Annotated[Path, typer.Option(help="Questions, no offers: text, lang.")] = Path(
        "tests/match/questions.jsonl"
    ),
) -> None:
    """Learn how the kinds of texts are worded, from the labelled texts of the tests."""
    from bot.commands import wording as command  # noqa: PLC0415

    print(command.write(sorted(sets.glob("offers*.jsonl")), questions, lang, settings().content))  # noqa: T201


@bench.command("load")
def bench_load(*, as_json: Json = False, updates: int = 1000) -> None:
    """Measure the whole bot against a bare echo bot on the same sandbox, in one run."""
    from bot.commands import load  # noqa: PLC0415

    print(load.bench(updates, as_json=as_json))  # noqa: T201


@bench.command("match")
def bench_match(
    *,
    train: Annotated[Path, typer.Option(help="CSV with columns text (or sentence) and label: the phrasings.")],
    test: Annotated[Path, typer.Option(help="CSV of the same form; a label not in --train is out of scope.")],
    as_json: Json = False,
    semantic: Annotated[bool, typer.Option(help="Use the sentence encoder where it is installed.")] = True,
) -> None:
    """Measure the production matcher, trained on one file, on the questions of another."""
    from bot.commands import measure  # noqa: PLC0415

    found = measure.bench(train, test, settings().content, semantic=semantic)
    print(json.dumps(found) if as_json else measure.shown(found))  # noqa: T201


@bench.command("offer")
def bench_offer(
    path: Annotated[
        Path, typer.Argument(help=".jsonl (id, text, lang, label), EMSCAD's .csv, the SMS .tsv or Fraud-R1's .json.")
    ] = Path("tests/offer/offers.jsonl"),
    *,
    as_json: Json = False,
) -> None:
    """Measure the offer check on labelled texts: scams caught, honest offers accused, and the time it takes."""
    from bot.commands import bench_offer as command  # noqa: PLC0415

    print(command.bench(path, settings().content, as_json=as_json))  # noqa: T201


@bench.command("picture")
def bench_picture(
    path: Annotated[Path, typer.Argument(help="A picture, PDF or text file with words in it.")],
    *,
    times: Annotated[int, typer.Option(min=1, help="How often it is read after the first time.")] = 5,
    as_json: Json = False,
) -> None:
    """Measure how long a file is read, and in how much memory."""
    from bot.commands import measure, picture  # noqa: PLC0415

    found = picture.bench(path, times)
    print(json.dumps(found) if as_json else measure.shown(found))  # noqa: T201


@bench.command("broadcast")
def bench_broadcast(
    *,
    subscribers: Annotated[int, typer.Option(help="How many get the alert.")] = 10_000,
    limit: Annotated[int, typer.Option(help="Messages a second, kept here and enforced there; 0 lifts it.")] = 30,
    as_json: Json = False,
) -> None:
    """Measure a whole broadcast against the sandbox with its limits enforced, counted at the server."""
    from bot.commands import broadcast  # noqa: PLC0415

    print(broadcast.bench(subscribers, limit, as_json=as_json))  # noqa: T201


def _world() -> World:
    from bot.assemble import make_world  # noqa: PLC0415

    chosen = settings()
    return make_world(chosen.content, semantic=chosen.semantic, cache=chosen.cache)
