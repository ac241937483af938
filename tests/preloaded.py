"""What the tests' processes have loaded before they are forked; see tests/processes.py."""

import gc
import os
from pathlib import Path

# As `python -m bot` does, before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Loaded where they are first used, which is in every one of those who are forked.
import aiosqlite  # noqa: F401
import dbos._sys_db_sqlite  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.aiosqlite  # noqa: F401
import watchfiles  # noqa: F401

import bot.assemble
import bot.cli
import bot.commands.talk
import bot.sandbox.server
import bot.telegram.app
import bot.telegram.chart
import bot.telegram.media
import tests.alerts.sender  # noqa: F401 - loaded here for those who are forked
from bot.catalog.loader import load_catalog
from bot.dialogue.whereabouts import Whereabouts
from bot.match.language import foreign
from bot.offer.rules import load_rules

CONTENT = Path(bot.cli.__file__).parents[1] / "content"
Whereabouts.of(load_catalog(CONTENT))  # its patterns are many, and kept by `re`
load_rules(CONTENT)
foreign("the model of languages is loaded")
# What nobody will collect need not be looked at, and so not be copied, in each of those who are forked.
gc.collect()
gc.freeze()
