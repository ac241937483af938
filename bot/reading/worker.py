"""The process that reads: `python -m bot.reading.worker`. A line of JSON and bytes in, a line of JSON out.

What is read was made by strangers, so it is decoded here and not in the bot: a crash or a hang costs one answer.
Asked `{"kind": "picture" | "pdf", "size": bytes, "ocr": bool}` and then the bytes, it answers with the fields of
`bot.dialogue.media.Read`. It ends with its standard input.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, replace
from typing import IO, TYPE_CHECKING

from bot.dialogue.media import Read
from bot.reading.codes import codes
from bot.reading.limits import MAX_TEXT, UnreadableError
from bot.reading.pages import MOST_DRAWN, Pdf
from bot.reading.picture import MOST_PIECES, opened, pieces
from bot.reading.words import Ocr

if TYPE_CHECKING:
    from PIL import Image

MEMORY = 4 << 30  # bytes of addresses: a file that unpacks to more ends this process, not the machine
POLITE = 10  # the bot's own loop goes first


def picture(data: bytes, ocr: Ocr | None) -> Read:
    """Read a picture. Raises UnreadableError."""
    return drawn(opened(data), ocr)


def drawn(image: Image.Image, ocr: Ocr | None) -> Read:
    """Read a decoded picture, piece after piece; its codes also where its words cannot be read."""
    found = codes(image)
    if ocr is None:
        return Read(codes=found, reason="no_ocr")
    texts: list[str] = []
    cut = False
    try:
        for number, piece in enumerate(pieces(image)):
            if cut := number == MOST_PIECES:
                break
            texts.append(ocr.read(piece))
    except UnreadableError as error:
        return Read(codes=found, reason=error.reason)
    text = "\n".join(filter(None, texts))
    return Read(text, found, None if text else "no_words", cut)


def pdf(data: bytes, ocr: Ocr | None) -> Read:
    """Read a PDF: text layers, and up to five pages as pictures, for their codes or where they have no layer."""
    document = Pdf(data)
    left, cut = MOST_DRAWN, False
    parts: list[Read] = []
    for number, layer in enumerate(document.layers()):
        image = document.drawn(number) if left else None
        left -= image is not None
        page = drawn(image, None if layer else ocr) if image is not None else Read()
        parts.append(replace(page, text=layer, reason=None) if layer else page)
        cut = cut or page.cut or (image is None and not layer)
    read = _joined(parts)
    # A page that could not be read is missing; where none could, the reason says so.
    cut = cut or (read.reason is None and any(part.reason not in (None, "no_words") for part in parts))
    return replace(read, cut=cut or document.pages > len(parts) or len(read.text) > MAX_TEXT, text=read.text[:MAX_TEXT])


def _joined(parts: list[Read]) -> Read:
    text = "\n".join(part.text for part in parts if part.text)
    found = tuple(dict.fromkeys(code for part in parts for code in part.codes))
    reasons = [part.reason for part in parts if part.reason not in (None, "no_words")]
    return Read(text, found, None if text else (reasons or ["no_words"])[0])


def answer(asked: dict[str, object], data: bytes, ocr: Ocr) -> Read:
    """Read one file; whatever goes wrong with it becomes a reason."""
    reader = ocr if asked["ocr"] else None
    try:
        return pdf(data, reader) if asked["kind"] == "pdf" else picture(data, reader)
    except UnreadableError as error:
        return Read(reason=error.reason)
    except MemoryError:
        return Read(reason="too_large")
    except Exception:  # noqa: BLE001 - nothing of a stranger's file may end up in a traceback
        return Read(reason="failed")


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Answer until the source ends."""
    ocr = Ocr()
    while line := source.readline():
        asked = json.loads(line)
        read = answer(asked, source.read(asked["size"]), ocr)
        sink.write(json.dumps(asdict(read)).encode() + b"\n")
        sink.flush()


def confine() -> None:
    """Limit this process: no core dump, which would hold the picture, bounded memory, and the lowest place in line."""
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(POLITE)


def main() -> None:
    """Take standard input and output for the questions; whatever a library prints goes nowhere."""
    confine()
    with os.fdopen(os.dup(0), "rb") as source, os.fdopen(os.dup(1), "wb") as sink:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        serve(source, sink)


if __name__ == "__main__":
    main()
