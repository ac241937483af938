"""`python -m bot`: the command line."""

import os

# Before numpy is loaded: a question is small work, and a second thread that waits for a busy core makes it thirty
# times slower (31 ms instead of 1 ms a question beside one busy process on two cores).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.cli import app

app()
