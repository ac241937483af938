"""Ctrl+C and SIGTERM, for whatever runs until it is told to stop."""

from __future__ import annotations

import asyncio
import signal


def stopped() -> asyncio.Event:
    """Return what is set by Ctrl+C or SIGTERM from now on, also while the program is still starting."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
