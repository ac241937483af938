"""`bench offer`: the offer check measured on labelled texts, per language and per label."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.errors import CannotError
from bot.offer.assess import assess
from bot.offer.reading import Reading
from bot.offer.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.offer.rules import Rules
    from bot.offer.types import Assessment

POSTING = ("title", "location", "salary_range", "company_profile", "description", "requirements", "benefits")
LARGEST_FIELD = 1_000_000
HEAD = ("language", "label", "texts", "caught", "high", "caution", "named", "no offer")
# Fraud-R1's classes are coarse. What each is answered by, by its definition and the half that was read: several where
# one class holds letters of several kinds (docs/offer-check.md says which).
FRAUD_R1 = {
    "public security, prosecution, judiciary, and government agencies": "fraud.fake_police",
    "investment and financial management": "fraud.investment|fraud.loan|fraud.link_or_app",
    "acquaintances": "fraud.acquaintance|fraud.customer_service|fraud.link_or_app|fraud.fake_police",
    "e-commerce logistics and shopping": "fraud.customer_service|fraud.prize|fraud.link_or_app|fraud.sms",
    "network friendship": "fraud.romance|fraud.acquaintance",
    "fraud email": "fraud.recover_money|fraud.prize",
    "phishing email": "fraud.link_or_app|fraud.sms",
    "commercial spam": "fraud.sms|fraud.prize",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text. `label`: scam_abroad, scam_job, other_scam:<intent>, honest, honest_abroad or talk.

    Several intents may be right: "other_scam:fraud.prize|fraud.recover_money".
    """

    text: str
    lang: str
    label: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check made of a case, and how long it took."""

    case: Case
    found: Assessment
    ms: float


def bench(path: Path, content: Path, *, as_json: bool) -> str:
    """Measure and return the table (or JSON). Raises CannotError.

    Reads the project's own .jsonl (id, text, lang, label), EMSCAD's .csv (description, fraudulent) or one with text,
    label and lang, the SMS spam collection's .tsv (ham or spam, text) and Fraud-R1's .json (subcategory, generated
    text).
    """
    cases = list(read(path))
    if not cases:
        raise CannotError(f"{path}: holds no labelled text.")
    rules = load_rules(content)
    assess(Reading(cases[0].text, rules))  # what loads on first use is no part of the time
    outcomes = [_timed(case, rules) for case in cases]
    rows, times = table(outcomes), _times(outcomes)
    if as_json:
        return json.dumps({"rows": rows, "ms": times}, ensure_ascii=False, indent=1)
    return _markdown(rows, times)


def read(path: Path) -> Iterator[Case]:
    """Yield the cases of a file; its ending tells the form. Raises CannotError."""
    readers = {".jsonl": _own, ".csv": _csv, ".tsv": _sms, ".json": _fraud_r1}
    if path.suffix not in readers:
        raise CannotError(f"{path}: must end in {', '.join(readers)}.")
    try:
        yield from readers[path.suffix](path)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError, TypeError) as error:
        raise CannotError(f"{path}: {type(error).__name__}: {error}") from error


def table(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return a row per language and label: how many, and the shares of each outcome.

    caught: high or caution. named: told to be another scam, for other_scam the very one of the label.
    """
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        label = outcome.case.label.partition(":")[0]
        groups.setdefault((outcome.case.lang, label), []).append(outcome)
    return [_row(lang, label, group) for (lang, label), group in sorted(groups.items())]


def _row(lang: str, label: str, group: Sequence[Outcome]) -> dict[str, Any]:
    def share(count: int) -> float:
        return round(count / len(group), 4)

    risks = [outcome.found.risk for outcome in group]
    named = sum(_named(outcome) for outcome in group)
    return {
        "language": lang,
        "label": label,
        "texts": len(group),
        "caught": share(risks.count("high") + risks.count("caution")),
        "high": share(risks.count("high")),
        "caution": share(risks.count("caution")),
        "named": share(named),
        "no offer": share(risks.count("not_an_offer")),
    }


def _named(outcome: Outcome) -> bool:
    wanted = outcome.case.label.partition(":")[2]
    return outcome.found.kind in wanted.split("|") if wanted else outcome.found.kind.startswith("fraud.")


def _times(outcomes: Sequence[Outcome]) -> dict[str, float]:
    took = np.percentile([outcome.ms for outcome in outcomes], (50, 99, 100))
    return {name: round(float(ms), 2) for name, ms in zip(("p50", "p99", "longest"), took, strict=True)}


def _markdown(rows: Sequence[dict[str, Any]], times: dict[str, float]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in HEAD) + " |" for row in rows]
    return "\n".join([*lines, "", " ".join(f"{name} {value} ms" for name, value in times.items())])


def _cell(value: str | float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _timed(case: Case, rules: Rules) -> Outcome:
    start = time.perf_counter()
    found = assess(Reading(case.text, rules))
    return Outcome(case, found, (time.perf_counter() - start) * 1000)


def _own(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            polished = "polished_" if "-polished-" in row["id"] else ""
            yield Case(row["text"], row["lang"], polished + row["label"])


def _csv(path: Path) -> Iterator[Case]:
    csv.field_size_limit(LARGEST_FIELD)
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            if row.get("text") and row.get("label"):
                yield Case(row["text"], row.get("lang") or "en", row["label"])
            elif row.get("fraudulent") in ("0", "1") and row.get("description"):
                text = "\n".join(row[name] for name in POSTING if row.get(name))
                yield Case(text, "en", "posting_fraud" if row["fraudulent"] == "1" else "honest")


def _sms(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            label, _, text = line.rstrip("\n").partition("\t")
            if text and label in ("ham", "spam"):
                yield Case(text, "en", "talk" if label == "ham" else "spam")


def _fraud_r1(path: Path) -> Iterator[Case]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        lang = "zh" if row["language"] == "Chinese" else "en"
        intent = FRAUD_R1.get(row["subcategory"])
        yield Case(row["generated text"], lang, f"other_scam:{intent}" if intent else "polished_lure")
