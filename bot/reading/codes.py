"""What the QR codes in a picture hold, where zxing-cpp is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

FORMATS = "QRCode,MicroQRCode,DataMatrix,Aztec,PDF417"  # those that hold more than a number
LONGEST, MOST = 500, 10
WIDEST = 1600  # pixels; a wider picture is scaled down, or a photo would take a second


def codes(image: Image.Image) -> tuple[str, ...]:
    """Return the contents of the two-dimensional codes, top to bottom, as printable text; none without zxing-cpp."""
    try:
        import zxingcpp  # noqa: PLC0415 - an optional part
    except ImportError:
        return ()
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))))
    formats = zxingcpp.barcode_formats_from_str(FORMATS)
    found = zxingcpp.read_barcodes(image.convert("L"), formats=formats, text_mode=zxingcpp.TextMode.Plain)
    found = sorted(found, key=lambda each: each.position.top_left.y)
    texts = (_printable(each.text) for each in found[:MOST])
    return tuple(dict.fromkeys(text for text in texts if text))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text[:LONGEST]).strip()
