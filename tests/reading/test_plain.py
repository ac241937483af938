"""Text files in the encodings that people have."""

from __future__ import annotations

import pytest

from bot.reading.limits import MAX_TEXT, UnreadableError
from bot.reading.plain import plain

WORDS = "月薪三万元，无需经验。Salary 3000."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_words_come_out_the_same_from_every_encoding(encoding: str) -> None:
    assert plain(WORDS.encode(encoding)) == (WORDS, False)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_long_text_is_cut_at_a_whole_character(encoding: str) -> None:
    text, cut = plain(("月薪" * MAX_TEXT).encode(encoding))
    assert cut
    assert text == ("月薪" * MAX_TEXT)[:MAX_TEXT]


@pytest.mark.parametrize(("data", "reason"), [(b" \n\t ", "no_words"), (bytes(range(128, 256)) * 9, "file_type")])
def test_what_holds_no_words_has_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        plain(data)
    assert caught.value.reason == reason
