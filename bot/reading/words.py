"""Words in a picture, by RapidOCR. Its settings were chosen by measuring: docs/offer-check.md, "Pictures"."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.reading.limits import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

THREADS = 4
SURE = 0.8  # the least mean score of words that are read right; measured: 0.97 and more, on their head 0.66 and less
TURNS = (0, 90, 180, 270)  # degrees, counter-clockwise
TALL = 1.5  # times as high as wide: a line that lies on its side
SAME_ROW = 0.5  # of the lower box's height
Box = tuple[float, float, float, str]  # left, top, bottom, words


class Ocr:
    """Reads words; the models are loaded by the first picture."""

    def __init__(self) -> None:
        """Start without models."""
        self._engine: Any = None

    def read(self, piece: Image.Image) -> str:
        """Return the lines of a picture, "" where none is sure. Raises UnreadableError("no_ocr") without the engine.

        Words that are not upright are read after turning the picture, which takes that much longer.
        """
        if self._engine is None:
            self._engine = _engine()
        lying = ""
        for turn in TURNS:
            turned = piece.rotate(turn, expand=True) if turn else piece
            # OpenCV's order of colours is BGR.
            found = self._engine(np.ascontiguousarray(np.asarray(turned)[:, :, ::-1]))
            if not found.txts:
                return ""
            if sum(found.scores) / len(found.scores) >= SURE:
                text = lines([_box(box, text) for box, text in zip(found.boxes, found.txts, strict=True)])
                if not _lying(found.boxes):
                    return text
                lying = lying or text
        return lying


def _lying(boxes: Any) -> bool:  # noqa: ANN401 - an array (n, 4, 2) of x and y in pixels
    """Tell whether most lines lie on their side, which the engine reads, but in the wrong order."""
    size = boxes.max(axis=1) - boxes.min(axis=1)
    return bool((size[:, 1] > TALL * size[:, 0]).mean() > 0.5)  # noqa: PLR2004 - most


def _engine() -> Any:  # noqa: ANN401 - the library's own class, which may be absent
    logging.disable(logging.CRITICAL)  # nothing of what it reads may reach a log
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415 - takes a second, and is optional
    except ImportError as error:
        raise UnreadableError("no_ocr") from error
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.max_side_len": 2000,  # never reached: pieces are smaller
            "Global.log_level": "critical",
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": min(THREADS, os.cpu_count() or 1),
        }
    )


def _box(corners: Any, text: str) -> Box:  # noqa: ANN401 - an array (4, 2) of x and y in pixels
    return float(corners[:, 0].min()), float(corners[:, 1].min()), float(corners[:, 1].max()), text


def lines(boxes: Sequence[Box]) -> str:
    """Join boxes, which come from top to bottom, into lines: those of one row stand side by side."""
    rows: list[list[Box]] = []
    for box in boxes:
        if rows and _beside(rows[-1][-1], box):
            rows[-1].append(box)
        else:
            rows.append([box])
    return "\n".join(" ".join(text for _, _, _, text in sorted(row)) for row in rows)


def _beside(first: Box, second: Box) -> bool:
    shared = min(first[2], second[2]) - max(first[1], second[1])
    return shared > SAME_ROW * min(first[2] - first[1], second[2] - second[1])
