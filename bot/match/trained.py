"""What training makes, by itself: a start that finds it in the cache needs none of what training needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from bot.match.calibrate import Calibration
    from bot.match.glance import Glance
    from bot.match.likeness import Lift, Likeness


@dataclass(frozen=True, slots=True)
class Trained:
    """What training makes and the cache keeps.

    `mistaken` maps the number of a text that, left out, would be answered wrongly to the intent it would get. `glance`
    tells when a first look is enough, None where one is all there is.
    """

    alpha: NDArray[np.float32]
    calibration: Calibration
    likeness: Likeness
    mistaken: Mapping[int, int]
    lift: Lift | None
    glance: Glance | None
