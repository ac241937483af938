"""What training makes, by itself: a start that finds it in the cache needs none of what training needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.match.judge import Judge
    from bot.match.likeness import Lift, Likeness


@dataclass(frozen=True, slots=True)
class Trained:
    """What training makes and the cache keeps.

    `judge` is for what every encoder reads, `without_english` for what the English one does not: None where there is no
    such encoder. `mistaken` maps the number of a text that, left out, would be answered wrongly to the intent it would
    get.
    """

    judge: Judge
    without_english: Judge | None
    likeness: Likeness
    mistaken: Mapping[int, int]
    lift: Lift | None
