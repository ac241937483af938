"""The reference syntax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.refs import Ref, ReferenceSyntaxError, parse, references

NAMES = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,20}", fullmatch=True)
PLAIN = st.text(st.characters(blacklist_characters="{}", blacklist_categories=["Cs"]), min_size=1)


@given(st.lists(st.one_of(PLAIN, st.builds(Ref, st.sampled_from(["fact", "hotline"]), NAMES))))
def test_what_is_written_is_read_back_in_order(parts: list[str | Ref]) -> None:
    text = "".join(part if isinstance(part, str) else f"{{{part.kind}:{part.name}}}" for part in parts)
    again = "".join(part if isinstance(part, str) else f"{{{part.kind}:{part.name}}}" for part in parse(text))
    assert again == text
    assert list(references(text)) == [part for part in parts if isinstance(part, Ref)]


@given(st.text())
def test_any_text_is_parsed_or_refused_with_the_place_of_a_brace(text: str) -> None:
    try:
        parse(text)
    except ReferenceSyntaxError as error:
        assert text[error.position] in "{}"


@pytest.mark.parametrize("text", ["{fact}", "{fact:}", "{facts:x}", "{fact:A}", "{", "a } b", "{fact:x", "{{fact:x}}"])
def test_a_brace_that_opens_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ReferenceSyntaxError):
        parse(text)
