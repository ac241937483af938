"""What pictures and documents become for the dialogue: their words as one text, or the reasons for having none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from bot.dialogue.types import Text, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.dialogue.types import Message

LONGEST_SHOWN = 1_000  # characters of lone codes: where they lead stands at their beginning, and one message holds it

# Each reason is a text of the interface, `unreadable.<reason>`, that says what to do instead.
Reason = Literal[
    "empty_file",  # not one byte
    "too_big",  # more bytes than a bot may fetch
    "too_large",  # more pixels than are decoded
    "broken",  # cut off, damaged, or not what it claims to be
    "locked",  # a PDF with a password
    "moving",  # a GIF or a video
    "file_type",  # nothing that can be opened here
    "no_words",  # read, and no words are in it
    "code",  # no words, only a code; the message's `detail` is what it holds
    "part",  # only the beginning was read; the words of it follow
    "no_ocr",  # words in pictures cannot be read where this bot runs
    "slow",  # given up after the time limit
    "failed",  # the process that reads died
    "not_fetched",  # Telegram did not hand the file over
    "queue_chat",  # this chat has too many files waiting
    "queue_full",  # all chats together have
]


@dataclass(frozen=True, slots=True)
class Read:
    """One file as read. `codes` are the contents of its QR codes; `cut` tells that only its beginning was read.

    `reason` says why there are no words; codes may be there all the same.
    """

    text: str = ""
    codes: tuple[str, ...] = ()
    reason: Reason | None = None
    cut: bool = False


class Reader(Protocol):
    """Reads files, one after another, however many ask."""

    async def read(self, data: bytes) -> Read:
        """Return what stands in a picture, a PDF or a text file; never raises for what is in it."""
        ...


def messages(
    caption: str, reads: Sequence[Read], at: datetime, hint: str | None = None, origin: str | None = None
) -> tuple[Message, ...]:
    """Make one offer of a caption and the files below it, in their order; first what could not be read.

    Always at least one message, and at most one Text, the last. A link alone, from a code, is not words to be checked.
    """
    notes = tuple(Unreadable(reason, at, hint) for reason in dict.fromkeys(_reasons(reads)))
    words = [part for part in (caption.strip(), *(read.text.strip() for read in reads)) if part]
    codes = dict.fromkeys(code for read in reads for code in read.codes)
    text = "\n".join((*words, *(code for code in codes if not any(code in part for part in words))))
    if not text:
        read = all(note.kind == "part" for note in notes)  # what was read, to its end or not, has no words
        return (*notes, Unreadable("no_words", at, hint)) if read else notes
    if not words and all(len(code.split()) == 1 for code in codes):
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        return (*notes, Unreadable("code", at, hint, shown))
    return (*notes, Text(text, at, hint, origin, own=caption))


def _reasons(reads: Sequence[Read]) -> Iterator[Reason]:
    for read in reads:
        if read.reason not in (None, "no_words"):
            yield read.reason
        if read.cut:
            yield "part"
