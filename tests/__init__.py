"""The tests; they mirror bot/."""

import os

# As `python -m bot` does, before numpy is loaded: several workers of a test run share the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
