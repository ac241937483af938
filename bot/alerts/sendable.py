"""What Telegram refuses in an alert, told before it is approved: while it is sent it would be refused for everybody."""

from __future__ import annotations

import io
import warnings
from urllib.parse import urlsplit

from PIL import Image

MOST_BYTES, MOST_SIDES, MOST_RATIO = 10_000_000, 10_000, 20  # https://core.telegram.org/bots/api#sendphoto
FORMATS = ("JPEG", "PNG", "WEBP")


def is_link(text: str) -> bool:
    """Tell whether a button can lead there: an http(s) address of a host with a dot in its name."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = not any(char.isspace() or not char.isprintable() for char in text)
    return plain and parts.scheme in {"http", "https"} and "." in host.strip(".")


def is_photo(data: bytes) -> bool:
    """Tell whether it is a picture of the size and shape that Telegram takes. Only its header is read."""
    if len(data) > MOST_BYTES:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = Image.open(io.BytesIO(data), formats=FORMATS).size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return width + height <= MOST_SIDES and max(width, height) <= MOST_RATIO * min(width, height)
