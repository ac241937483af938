"""What a file is, told by its first bytes and not by its name, and how much of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.offer.text import LONGEST

if TYPE_CHECKING:
    from bot.dialogue.media import Reason

Kind = Literal["picture", "pdf", "text"]

MAX_BYTES = 20 * 1024 * 1024  # what Telegram hands to a bot
MAX_PIXELS = 60_000_000  # a decoded pixel takes 3 bytes and more; the largest phone pictures as a rule have 50 million
MAX_TEXT = LONGEST  # characters; the offer check reads no more
PDF_PLACE = 1024  # a PDF may begin with other bytes (ISO 32000-1, annex H)
PEEK = 4096

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
FILMS = (b"\x1aE\xdf\xa3", b"OggS", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01")
OTHERS = (b"{\\rtf", b"%!PS")  # text to the eye of a program, not to a reader's
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


class UnreadableError(Exception):
    """A file cannot be read; `reason` is the dialogue's word for why."""

    def __init__(self, reason: Reason) -> None:
        """Remember why."""
        super().__init__(reason)
        self.reason = reason


def kind_of(data: bytes) -> Kind:
    """Return what a file is. Raises UnreadableError for what is not read here."""
    if not data:
        raise UnreadableError("empty_file")
    if len(data) > MAX_BYTES:
        raise UnreadableError("too_big")
    head = data[:PEEK]
    if head.startswith(PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12])
    if b"%PDF-" in head[:PDF_PLACE]:
        return "pdf"
    if head.startswith(FILMS) or (head[:4] == b"RIFF" and head[8:12] == b"AVI "):
        raise UnreadableError("moving")
    if head.startswith(OTHERS) or not _is_text(head):
        raise UnreadableError("file_type")
    return "text"


def _boxed(brand: bytes) -> Kind:
    """Tell the pictures from the films among the files of ISO/IEC 14496-12. HEIC is none that Pillow opens."""
    if brand in (b"avif", b"avis"):
        return "picture"
    raise UnreadableError("file_type" if brand in (b"heic", b"heix", b"mif1", b"msf1", b"hevc") else "moving")


def _is_text(head: bytes) -> bool:
    return head.startswith(BOMS) or not any(byte in CONTROL for byte in head)
