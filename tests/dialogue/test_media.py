"""What was read becomes messages: one offer of several files, and a word for each that could not be read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.catalog.html import text_of
from bot.catalog.types import Catalog
from bot.dialogue.media import Read, Reason, messages
from bot.dialogue.step import step
from bot.dialogue.types import AwaitOffer, Session, Text, Unreadable, World

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LINK = "https://t.me/hr_888"
OFFER = "Hiring chat agents in Myawaddy, USD 3000, enter on a tourist visa."


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_words_in_both_languages_and_says_what_to_do(catalog: Catalog, reason: str) -> None:
    assert "paste" in catalog.languages["en"].ui[f"unreadable.{reason}"].lower()
    assert any(word in catalog.languages["zh"].ui[f"unreadable.{reason}"] for word in ("复制", "粘贴"))


@pytest.mark.parametrize(
    ("caption", "reads", "said"),
    [
        ("", [Read("one"), Read("two", (LINK,))], [f"one\ntwo\n{LINK}"]),
        ("Is it real?", [Read(OFFER)], [f"Is it real?\n{OFFER}"]),
        ("Is it real?", [Read(reason="no_words")], ["Is it real?"]),
        ("", [Read(f"scan {LINK}", (LINK,))], [f"scan {LINK}"]),
        ("", [Read(codes=("a code with several words",), reason="no_words")], ["a code with several words"]),
        ("Is it real?", [Read(codes=(LINK,), reason="no_words")], [f"Is it real?\n{LINK}"]),
        ("", [Read(reason="no_words")], ["no_words"]),
        ("", [Read(codes=(LINK,), reason="no_words")], ["code"]),
        ("", [Read(codes=(LINK,), reason="no_ocr")], ["no_ocr", "code"]),
        ("", [Read(OFFER, cut=True)], ["part", OFFER]),
        ("", [Read(reason="no_words", cut=True)], ["part", "no_words"]),
        ("", [Read(reason="broken"), Read(OFFER), Read(reason="broken")], ["broken", OFFER]),
        ("Is it real?", [Read(reason="locked")], ["locked", "Is it real?"]),
    ],
)
def test_files_and_caption_become_one_offer(caption: str, reads: list[Read], said: list[str]) -> None:
    found = messages(caption, reads, NOW)
    assert [each.text if isinstance(each, Text) else getattr(each, "kind", None) for each in found] == said


def test_a_lone_code_is_shown_and_not_linked_and_the_offer_still_awaited(world: World) -> None:
    (message,) = messages("", [Read(codes=(f"{LINK}?a=<b>",), reason="no_words")], NOW)
    turn = step(Session(lang="en", state=AwaitOffer()), message, world)
    assert f"<code>{LINK}?a=&lt;b&gt;</code>" in turn.replies[0].html
    assert turn.session.state == AwaitOffer()


def test_the_origin_of_a_forward_goes_with_the_words() -> None:
    (message,) = messages("", [Read(OFFER)], NOW, "en", "HR Manager")
    assert message == Text(OFFER, NOW, "en", "HR Manager", own="")
    assert messages("", [Read(reason="slow")], NOW, "zh") == (Unreadable("slow", NOW, "zh"),)


def test_many_long_codes_fit_in_one_message(world: World) -> None:
    codes = tuple(f"https://{number}.example/{'&' * 480}" for number in range(10))
    (message,) = messages("", [Read(codes=codes, reason="no_words")], NOW)
    (reply,) = step(Session(), message, world).replies
    assert "https://0.example/" in reply.html
    assert len(text_of(reply.html)) < 4096
