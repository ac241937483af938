"""Sessions survive a restart, and a stored session that nobody understands is no disaster."""

from __future__ import annotations

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.saved import dump, load
from bot.dialogue.types import AwaitCountry, AwaitOffer, Idle, Session, Subscription

NAMES = st.none() | st.text(max_size=10)
STATES = st.one_of(st.just(Idle()), st.just(AwaitOffer()), st.builds(AwaitCountry, then=NAMES, home=st.booleans()))
SUBSCRIPTIONS = st.builds(
    Subscription,
    topics=st.lists(st.sampled_from(["jobs", "fraud", "food"]), unique=True).map(tuple),
    mode=st.sampled_from(["now", "urgent", "digest"]),
    quiet=st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
    zone=st.sampled_from(["UTC", "Asia/Bangkok"]),
    asleep_until=st.none() | st.datetimes(timezones=st.just(UTC)),
    ended=st.booleans(),
)
SESSIONS = st.builds(
    Session,
    lang=NAMES,
    lang_chosen=st.booleans(),
    country=NAMES,
    home=NAMES,
    last_intent=NAMES,
    last_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    asked_country=st.booleans(),
    subscription=st.none() | SUBSCRIPTIONS,
    state=STATES,
)


@given(SESSIONS)
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    assert load(json.loads(json.dumps(dump(session)))) == (session, False)


def test_an_untouched_session_stores_nothing() -> None:
    assert dump(Session()) == {}


@pytest.mark.parametrize("state", [{"kind": "of_tomorrow"}, {}, 3, "idle", {"kind": ["x"]}])
def test_a_state_of_unknown_kind_loads_as_idle_and_says_so(state: object) -> None:
    session, lost = load({"lang": "zh", "state": state})
    assert (session, lost) == (Session(lang="zh"), True)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_stored_data_loads(data: object) -> None:
    session, _ = load(data)
    assert isinstance(session, Session)
