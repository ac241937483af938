"""No message, however it is made, keeps the bot from everybody else."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from bot.dialogue.sayings import LONGEST
from bot.dialogue.types import World

GUARD = 30  # seconds after which a test that hangs fails: what it tests takes milliseconds, or ages
REPEATED = (
    *("说错了", "错了", "我们", "咱们", "不是", "现在", "了", " no", "_i", " an", "wo zai ", ",,", " i am in a"),
    *("是在", "我在泰国", "不是泰国", "ugandan ", "护照是", "的护照", "人", "“", "'", "if ", "说:", "help:"),
)


@pytest.fixture(autouse=True)
def _hang_fails() -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(GUARD)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("unit", REPEATED)
@pytest.mark.parametrize("head", ["thailand ", "泰国", "i am in ", ""])
def test_words_said_over_and_over_are_read_to_their_end(world: World, head: str, unit: str) -> None:
    text = f"{head}{unit * LONGEST}"[: LONGEST - 2] + "xq"
    hear = world.whereabouts
    assert hear.alone(text) is None
    assert not hear.nothing_else(text)
    assert hear.says(hear.rest(text, others=True))
    assert hear.passport(text) is None
    assert hear.nation(text) is None
    assert hear.what_of(text) is None


def test_a_long_text_is_not_searched_whatever_would_be_left_of_it(world: World) -> None:
    text = f"police number in thailand “{'a' * LONGEST}”"
    assert world.whereabouts.asked("police number in thailand “now”") == ("TH", None)
    assert world.whereabouts.asked(text) == (None, None)
    assert world.whereabouts.rest(f"i am in thailand {text}") == f"i am in thailand {text}"
