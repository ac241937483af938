"""What a regression learned: what each text says for each intent, and what its scores are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.match.calibrate import Calibration


@dataclass(frozen=True, slots=True)
class Judge:
    """The weights, (texts, intents + 1), the last column for other topics, and the calibration of their scores."""

    alpha: NDArray[np.float32]
    calibration: Calibration
