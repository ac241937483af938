"""Links and mail addresses: the registered part of the name, shorteners, chats, look-alike letters. No network."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from bot.offer.types import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.offer.content import Numbers

LONGEST = 300
MOST = 30
STOP = r"\s<>\"'，。；、！？（）()【】《》\]\["
LINK = re.compile(rf"(?i)\b(?:https?://|www\.)[^{STOP}]{{3,{LONGEST}}}")
BARE = re.compile(
    r"(?ia)(?<![@\w.-])(?:[a-z0-9-]{1,40}\.){1,3}(?:com|net|org|io|me|cn|top|xyz|vip|cc|club|shop|info|ly|gl)(?:/[\w./?=&%-]{0,80})?(?![\w@-])"
)
MAIL = re.compile(r"(?ia)(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12}(?![\w-])")
SCHEME = re.compile(r"(?i)^https?://")


def links(text: str, numbers: Numbers) -> Iterator[Entity]:
    """Yield the links of a text, first those with a scheme, then bare names; each place once."""
    taken: list[tuple[int, int]] = []
    for pattern in (LINK, BARE):
        for found in islice(pattern.finditer(text), MOST):
            quote = found[0].rstrip(".,;:!?。")
            start, end = found.start(), found.start() + len(quote)
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            yield Entity("link", quote, quote, start, end, _details(quote, numbers))


def mails(text: str, numbers: Numbers) -> Iterator[Entity]:
    """Yield the mail addresses of a text; `free` tells that anybody can open one there."""
    for found in islice(MAIL.finditer(text), MOST):
        domain = registrable(found[0].rpartition("@")[2].lower(), numbers)
        details: dict[str, str | float | bool] = {"domain": domain, "free": domain in numbers.webmail}
        yield Entity("mail", found[0], found[0], found.start(), found.end(), details)


def registrable(host: str, numbers: Numbers) -> str:
    """Return the part of a host's name that somebody registered: careers.bank.co.uk gives bank.co.uk.

    By a short table of second-level endings, not by the whole Public Suffix List.
    """
    labels = [label for label in host.strip(".").split(".") if label]
    keep = 3 if ".".join(labels[-2:]) in numbers.suffixes else 2
    return ".".join(labels[-keep:])


def _details(link: str, numbers: Numbers) -> dict[str, str | float | bool]:
    host = re.split(r"[/?#]", SCHEME.sub("", link), maxsplit=1)[0].rpartition("@")[2].partition(":")[0].lower()
    domain = registrable(host, numbers)
    return {
        "host": host,
        "domain": domain,
        "shortener": domain in numbers.shorteners,
        "chat": domain in numbers.chats,
        "mixed": any(_mixed(label) for label in host.split(".")),
        "punycode": any(label.startswith("xn--") for label in host.split(".")),
    }


def _mixed(label: str) -> bool:
    """Tell whether letters of more than one script stand in a label, as in pаypal with a Cyrillic letter."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in label if char.isalpha()}
    return len(scripts) > 1 and not scripts <= {"CJK", "LATIN", "HIRAGANA", "KATAKANA"}
