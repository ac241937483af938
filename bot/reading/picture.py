"""Bytes as an upright picture without surprises, and cut into pieces of the size that is read best."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from bot.reading.limits import MAX_PIXELS, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")  # Pillow's other decoders are never tried
SIDE, WIDTH = 1280, 720  # pixels: the longer side of what is read, and the width of a screen that is longer than 16:9
PIECE, SEAM = 1600, 400  # a longer picture is cut into pieces, at the quietest row of the last SEAM ones
MOST_PIECES = 10
SMALLEST = 8


def opened(data: bytes) -> Image.Image:
    """Decode a picture, upright and on white. Raises UnreadableError; the header is judged before any pixel."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            _judge(image)
            image.draft("RGB", (2 * SIDE, 2 * SIDE))  # a large JPEG is decoded at half its size or less
            image.load()
            return _on_white(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise UnreadableError("too_large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, EOFError, IndexError) as error:
        raise UnreadableError("broken") from error


def _judge(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableError("too_large")
    if image.format == "GIF" and getattr(image, "is_animated", False):
        raise UnreadableError("moving")
    if min(image.size) < SMALLEST:
        raise UnreadableError("no_words")


def _on_white(image: Image.Image) -> Image.Image:
    """Return it as RGB: black words on a transparent ground would else become black on black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    upper = image.convert("RGBA")
    ground = Image.new("RGBA", upper.size, "white")
    return Image.alpha_composite(ground, upper).convert("RGB")


def pieces(image: Image.Image) -> Iterator[Image.Image]:
    """Yield a picture in pieces from top to bottom, scaled; a long screenshot keeps its width, or it would blur."""
    scale = min(1.0, max(SIDE / max(image.size), WIDTH / image.width))
    if scale < 1:
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    top = 0
    while top < image.height:
        bottom = _seam(image, top)
        yield image.crop((0, top, image.width, bottom))
        top = bottom


def _seam(image: Image.Image, top: int) -> int:
    """Return where the piece that begins at `top` ends: at the row with the least ink, so that no line is cut."""
    if image.height - top <= PIECE:
        return image.height
    first = top + PIECE - SEAM
    rows = np.asarray(image.crop((0, first, image.width, top + PIECE)).convert("L"), dtype=np.int16)
    ink = np.abs(np.diff(rows, axis=1)).sum(axis=1)
    quiet = np.flatnonzero(ink == ink.min())
    return first + int(quiet[len(quiet) // 2]) + 1
