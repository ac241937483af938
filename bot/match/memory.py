"""Memory that was let go, given back to the system: glibc keeps hundreds of megabytes of it after training."""

from __future__ import annotations

import contextlib
import ctypes


def give_back() -> None:
    """Give back what is free; does nothing where the C library has no `malloc_trim` (it is glibc's own)."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
