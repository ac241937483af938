"""Writes the tables of docs/matching.md: public sets, an ablation, robustness, and speed.

    python -m tests.benchmarks.matching prepare HINT3_CLONE OOS_EVAL_CLONE SMP2019_CLONE DATA
    python -m tests.benchmarks.matching tables DATA

`prepare` reads clones of github.com/hellohaptik/HINT3 (dataset/v2, Open Database License), github.com/clinc/oos-eval
(CC BY 3.0) and github.com/OnionWang/SMP2019-ECDT-NLU (Chinese commands of a public evaluation) and writes CSV files
into DATA; nothing of them is part of this project.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bot.assemble import elsewhere, examples, make_matcher, normaliser
from bot.catalog.loader import load_catalog
from bot.catalog.types import Catalog
from bot.commands.measure import read
from bot.match import likeness
from bot.match.build import build_matcher
from bot.match.encoder import load_encoders
from bot.match.evaluate import auroc, measures, outcome
from bot.match.likeness import WEIGHTS, mean_of
from bot.match.normalise import Normaliser
from bot.match.polyglot import Polyglot
from bot.match.types import Example

CONTENT = Path(__file__).parent.parent.parent / "content"
STRANGERS = Path(__file__).parent.parent / "match" / "strangers.jsonl"
SETS = ("sofmattress", "curekart", "powerplay11", "clinc", "smp2019")
FEW = 8  # examples an intent, where a set has hundreds
FIFTEEN = 15  # phrasings an intent and language, for which the speed was set out


def prepare(hint3: Path, oos: Path, smp: Path, data: Path) -> None:
    """Write DATA/<set>_train.csv and DATA/<set>_test.csv; the last two with eight examples an intent, seed 0."""
    data.mkdir(parents=True, exist_ok=True)
    for name in SETS[:3]:
        for part in ("train", "test"):
            with (hint3 / f"dataset/v2/{part}/{name}_{part}.csv").open(encoding="utf-8", newline="") as stream:
                _write(data / f"{name}_{part}.csv", [(row[0], row[1]) for row in list(csv.reader(stream))[1:]])
    full = json.loads((oos / "data/data_full.json").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = {}
    for text, label in full["train"]:
        groups.setdefault(label, []).append(text)
    dice = random.Random(0)
    few = [(text, label) for label, texts in groups.items() for text in dice.sample(texts, FEW)]
    _write(data / "clinc_train.csv", few)
    _write(data / "clinc_test.csv", full["test"] + full["oos_test"])
    _chinese(json.loads((smp / "dataSet/train.json").read_text(encoding="utf-8")), data)


def _chinese(rows: list[dict[str, str]], data: Path) -> None:
    """Make a set of what has no split: every third intent with examples enough is left out of training altogether."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(f"{row['domain']}.{row['intent']}", []).append(row["text"])
    known = sorted(label for label, texts in groups.items() if len(texts) >= FEW + 4)
    dice = random.Random(0)
    learned, asked = [], []
    for number, label in enumerate(known):
        texts = dice.sample(groups[label], len(groups[label]))
        few = 0 if number % 3 == 2 else FEW
        learned += [(text, label) for text in texts[:few]]
        asked += [(text, label) for text in texts[few : few + 60]]
    _write(data / "smp2019_train.csv", learned)
    _write(data / "smp2019_test.csv", asked)


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("text", "label"), *rows])


def public(data: Path) -> None:
    """Print accuracy@1 and out-of-scope AUROC of the whole matcher and with each part taken away."""
    encoders, fold = load_encoders(), normaliser(load_catalog(CONTENT))
    rows: list[tuple[str, Callable[[list[tuple[str, str]], list[tuple[str, str]]], str]]] = [
        ("whole", lambda a, b: _score(a, b, fold, {}, semantic=True)),
        ("without short forms and padding", lambda a, b: _score(a, b, Normaliser(), {}, semantic=True)),
        ("without the encoder", lambda a, b: _score(a, b, fold, {}, semantic=False)),
        ("without the English encoder", lambda a, b: _score(a, b, fold, {"english": 0.0}, semantic=True)),
        ("without sentence vectors", lambda a, b: _score(a, b, fold, {"meaning": 0.0}, semantic=True)),
        ("without characters", lambda a, b: _score(a, b, fold, {"characters": 0.0}, semantic=True)),
        ("without aligned words", lambda a, b: _score(a, b, fold, {"words": 0.0}, semantic=True)),
        ("without questions from elsewhere", lambda a, b: _score(a, b, fold, {}, semantic=True, outside=False)),
        ("best phrasing wins (no regression)", lambda a, b: _nearest(a, b, fold)),
        ("rapidfuzz token_set_ratio", _fuzzy),
    ]
    assert encoders is not None, "install the extra [semantic] first"
    print("| accuracy@1 / AUROC | " + " | ".join(SETS) + " |\n|" + "---|" * (len(SETS) + 1))  # noqa: T201
    tables = {name: (read(data / f"{name}_train.csv"), read(data / f"{name}_test.csv")) for name in SETS}
    for title, run in rows:
        print(f"| {title} | " + " | ".join(run(*tables[name]) for name in SETS) + " |", flush=True)  # noqa: T201


def _score(
    learned: list[tuple[str, str]],
    asked: list[tuple[str, str]],
    fold: Normaliser,
    weights: dict[str, float],
    *,
    semantic: bool,
    outside: bool = True,
) -> str:
    likeness.WEIGHTS = {**WEIGHTS, **weights}
    matcher = build_matcher(
        [Example(text, label, "") for text, label in learned],
        elsewhere=elsewhere(load_catalog(CONTENT)) if outside else (),
        encoders=load_encoders() if semantic else None,
        normalise=fold,
    )
    labels = {label for _, label in learned}
    found = measures([outcome(matcher.rank(text), label, labels) for text, label in asked])
    return f"{found['accuracy_1']:.3f} / {found['oos_auroc']:.3f}"


def _nearest(learned: list[tuple[str, str]], asked: list[tuple[str, str]], fold: Normaliser) -> str:
    (index,) = build_matcher(
        [Example(text, label, "") for text, label in learned], encoders=load_encoders(), normalise=fold
    ).indexes
    best, hit = [], []
    for text, label in asked:
        near = mean_of(index.likeness.parts(fold(text) or "?")[0])
        row = int(near.argmax())
        best.append(float(near[row]))
        hit.append(index.labels[index.owner[row]] == label)
    return _pair(learned, asked, best, hit)


def _fuzzy(learned: list[tuple[str, str]], asked: list[tuple[str, str]]) -> str:
    fold = Normaliser()
    choices = [fold(text) for text, _ in learned]
    best, hit = [], []
    for text, label in asked:
        _, score, row = process.extractOne(fold(text), choices, scorer=fuzz.token_set_ratio)
        best.append(float(score))
        hit.append(learned[row][1] == label)
    return _pair(learned, asked, best, hit)


def _pair(learned: list[tuple[str, str]], asked: list[tuple[str, str]], best: list[float], hit: list[bool]) -> str:
    known = np.isin([label for _, label in asked], list({label for _, label in learned}))
    return f"{np.array(hit)[known].mean():.3f} / {auroc(np.array(best), known):.3f}"


def robust(sample: int = 900) -> None:
    """Print the share of our own phrasings found, each left out of training in its fifth, clean and disturbed.

    Each row's own phrasings are also shown clean: "with" what the row names, and "without".
    """
    catalog = load_catalog(CONTENT)
    fold, encoders = normaliser(catalog), load_encoders()
    every = examples(catalog)
    dice = random.Random(1)
    order = dice.sample(range(len(every)), len(every))
    short = [(meant, typed) for typed, meant in sorted(fold.short.items(), key=lambda pair: -len(pair[1]))]
    kinds: dict[str, Callable[[str], str]] = {
        "one typo": lambda text: _typo(text, dice),
        "two typos": lambda text: _typo(_typo(text, dice), dice),
        "capitals": str.upper,
        "no spaces": lambda text: text.replace(" ", ""),
        "polite padding": lambda text: (
            f"hi sir pls tell me {text} thank you" if text.isascii() else f"您好，请问{text}，谢谢"
        ),
        "drawn-out letters, emoji": lambda text: f"{text}{text[-1] * 3} 🙏😭",
        "Traditional Chinese": _traditional(),
        "pinyin and short forms": lambda text: _typed(text, short),
        "an English word in Chinese": lambda text: _typed(text, MIXED),
    }
    hits: dict[str, list[tuple[bool, bool]]] = {kind: [] for kind in kinds}
    for part in range(5):
        held = {order[place] for place in range(part, len(order), 5)}
        matcher = build_matcher(
            [each for number, each in enumerate(every) if number not in held],
            elsewhere=elsewhere(catalog),
            encoders=encoders,
            normalise=fold,
        )

        def found(text: str, example: Example, matcher: Polyglot = matcher) -> bool:
            matches = matcher.rank(text).matches
            return bool(matches) and matches[0].intent == example.label

        for number in sorted(held)[:: max(1, 5 * len(held) // sample)]:
            clean = found(every[number].text, every[number])
            for kind, change in kinds.items():
                changed = change(every[number].text)
                if changed != every[number].text:
                    hits[kind].append((clean, found(changed, every[number])))
    print("\n| our phrasings, left out | how many | as written | disturbed |\n|---|---|---|---|")  # noqa: T201
    for kind, found_ in hits.items():
        before, after = np.mean(found_, axis=0)
        print(f"| {kind} | {len(found_)} | {before:.3f} | {after:.3f} |")  # noqa: T201
    _other_languages(catalog)


MIXED = (
    ("工作", "job"), ("护照", "passport"), ("诈骗", "scam"), ("公司", "company"), ("警察", "police"), ("老板", "boss"),
    ("银行卡", "bank card"), ("合同", "contract"), ("签证", "visa"), ("餐厅", "restaurant"), ("学校", "school"),
)  # fmt: skip
FOREIGN = (
    ("es", "me ofrecen un trabajo en camboya, es una estafa?", "jobs.is_it_a_scam"),
    ("es", "mi hermano está atrapado en myanmar", "jobs.family_trapped"),
    ("es", "acabo de enviar dinero a un estafador", "fraud.sent_money"),
    ("fr", "ils ont pris mon passeport", "jobs.trapped"),
    ("fr", "comment signaler un restaurant sale", "food.report"),
    ("fr", "combien de personnes ont été arrêtées", "stats.suspects"),
    ("de", "meine mutter hat einem betrüger geld überwiesen", "fraud.sent_money"),
    ("de", "mein kind ist nach dem schulessen krank", "food.sick"),
    ("pt", "quero voltar para casa, estou preso no complexo", "jobs.trapped"),
    ("ru", "мне предлагают работу в камбодже, это обман?", "jobs.is_it_a_scam"),
    ("ja", "警察を名乗る人から電話が来た", "fraud.fake_police"),
    ("ja", "給食で子供が病気になった", "food.sick"),
    ("ko", "캄보디아 일자리 제안이 사기인가요", "jobs.is_it_a_scam"),
    ("ko", "경찰이라고 하는 전화를 받았어요", "fraud.fake_police"),
    ("th", "พวกเขายึดพาสปอร์ตของฉัน", "jobs.trapped"),
    ("th", "ฉันถูกหลอกให้โอนเงิน", "fraud.sent_money"),
)


def _other_languages(catalog: Catalog) -> None:
    """Print of sixteen questions in eight other languages how many find their topic and intent, and are answered."""
    matcher = make_matcher(catalog, semantic=True)
    first = [matcher.rank(text).matches[0].intent for _, text, _ in FOREIGN]
    topic = [got.partition(".")[0] == want.partition(".")[0] for got, (*_, want) in zip(first, FOREIGN, strict=True)]
    exact = [got == want for got, (*_, want) in zip(first, FOREIGN, strict=True)]
    kinds = [matcher.decide(text).kind != "unknown" for _, text, _ in FOREIGN]
    shown = f"the topic {np.mean(topic):.2f}, the intent {np.mean(exact):.2f}, not left unknown {np.mean(kinds):.2f}"
    print(f"\nother languages: {len(FOREIGN)} questions, {shown}")  # noqa: T201


def _typed(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Write as people type: the first word of `pairs` (meant, typed) that the text has, changed."""
    found = next(((meant, typed) for meant, typed in pairs if meant in text), None)
    return text if found is None else text.replace(found[0], f" {found[1]} ", 1).strip()


def _typo(text: str, dice: random.Random) -> str:
    """Swap, drop or double one letter, as thumbs do."""
    if len(text) < 4:
        return text
    at = dice.randrange(1, len(text) - 1)
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return dice.choice([swapped, text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]])


def _traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("s2t").convert


def speed() -> None:
    """Print milliseconds a question and seconds to load: with 15 phrasings an intent, all, and ten times as many."""
    catalog = load_catalog(CONTENT)
    fold = normaliser(catalog)
    own = examples(catalog)
    asked = [json.loads(line)["text"] for line in STRANGERS.read_text(encoding="utf-8").splitlines()]
    print("\n| content | encoder | phrasings | cold load s | p50 ms | p99 ms |\n|---|---|---|---|---|---|")  # noqa: T201
    for name, times, most in (("15 an intent", 1, FIFTEEN), ("1x", 1, len(own)), ("10x", 10, len(own))):
        more = [
            Example(f"{each.text} {n}" if n else each.text, f"{each.label}{n}", each.lang)
            for n in range(times)
            for each in _first(own, most)
        ]
        for encoders in (load_encoders(), None):
            start = time.perf_counter()
            matcher = build_matcher(more, elsewhere=elsewhere(catalog), encoders=encoders, normalise=fold)
            loaded = time.perf_counter() - start
            kind = "yes" if encoders else "no"
            p50, p99 = np.percentile(_took(matcher, asked), (50, 99))
            print(f"| {name} | {kind} | {len(more)} | {loaded:.1f} | {p50:.2f} | {p99:.2f} |", flush=True)  # noqa: T201


def _first(own: Sequence[Example], most: int) -> Iterator[Example]:
    """Yield the first so many phrasings of each intent and language."""
    seen: Counter[tuple[str, str]] = Counter()
    for each in own:
        seen[each.label, each.lang] += 1
        if seen[each.label, each.lang] <= most:
            yield each


def _took(matcher: Polyglot, asked: list[str]) -> list[float]:
    took = []
    for text in asked:
        start = time.perf_counter()
        matcher.rank(text)
        took.append(1000 * (time.perf_counter() - start))
    return took


def main() -> None:
    """Run what the first argument names."""
    match sys.argv[1:]:
        case ["prepare", hint3, oos, smp, data]:
            prepare(Path(hint3), Path(oos), Path(smp), Path(data))
        case ["tables", data]:
            public(Path(data))
            robust()
            speed()
        case ["own"]:
            robust()
            speed()
        case _:
            print(__doc__)  # noqa: T201


if __name__ == "__main__":
    main()
