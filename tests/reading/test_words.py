"""Boxes of words become lines."""

from __future__ import annotations

from bot.reading.words import lines


def test_boxes_of_one_row_stand_side_by_side_and_others_below() -> None:
    boxes = [(300.0, 12.0, 40.0, "USD 3000"), (10.0, 10.0, 42.0, "Salary"), (10.0, 60.0, 90.0, "Place: Myawaddy")]
    assert lines(boxes) == "Salary USD 3000\nPlace: Myawaddy"


def test_no_boxes_are_no_lines() -> None:
    assert lines([]) == ""
