"""What the tests' processes have loaded before they are forked; see tests/processes.py."""

import os
from pathlib import Path

# As `python -m bot` does, before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import bot.assemble
import bot.cli
import bot.commands.talk
import tests.alerts.sender  # noqa: F401 - loaded here for those who are forked
from bot.catalog.loader import load_catalog
from bot.match.language import foreign
from bot.offer.rules import load_rules

CONTENT = Path(bot.cli.__file__).parents[1] / "content"
load_catalog(CONTENT)
load_rules(CONTENT)
foreign("the model of languages is loaded")
