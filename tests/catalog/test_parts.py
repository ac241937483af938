"""A long message is cut between its blocks."""

from __future__ import annotations

from bot.catalog.parts import LONGEST, parts


def test_what_fits_stays_one_message() -> None:
    assert parts(["a", "", "b"], "\n") == ("a\n\nb",)
    assert parts([], "\n") == ("",)


def test_what_is_longer_is_cut_between_blocks_and_no_part_is_empty() -> None:
    block = "x" * (LONGEST // 2)
    assert parts([block, block, "", "end"], "\n") == (block, f"{block}\n\nend")
    assert parts([block[1:], block, "", "end"], "\n") == (f"{block[1:]}\n{block}", "end")
    assert parts(["y" * 2 * LONGEST, "end"], "\n\n") == ("y" * 2 * LONGEST, "end")
