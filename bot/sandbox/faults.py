"""Faults and limits that a test or the page switches on: refusals, slowness, broken replies, too many requests."""

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from bot.sandbox.errors import ApiError, bad_request, too_many_requests

Kind = Literal["400", "403", "409", "429", "500", "502", "slow", "broken", "cut", "lost_reply"]
KINDS: tuple[str, ...] = get_args(Kind)

DESCRIPTIONS = {
    "400": "Bad Request: sandbox fault",
    "403": "Forbidden: bot was blocked by the user",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}
OPTIONS: dict[str, type | tuple[type, ...]] = {
    "method": str,
    "chat_id": int,
    "times": int,
    "retry_after": int,
    "seconds": (int, float),
    "description": str,
}
COUNTED = frozenset(
    {"sendmessage", "sendphoto", "senddocument", "editmessagetext", "editmessagecaption", "editmessagereplymarkup"}
)


@dataclass
class Fault:
    """One fault: its kind, the method and chat that it hits, and how many more times (None: until removed).

    `slow` answers after `seconds`; `broken` answers with a body that is no JSON; `cut` ends the connection inside the
    reply; `lost_reply` accepts the call, then lets the client wait `seconds` and cuts the connection.
    """

    id: int
    kind: str
    method: str | None = None
    chat_id: int | None = None
    times: int | None = None
    retry_after: int = 1
    seconds: float = 1.0
    description: str | None = None

    def hits(self, method: str, chat_id: object) -> bool:
        """Tell whether a call is hit. Without a method every call is, except getUpdates; "*" means truly every call."""
        if self.method is None and method == "getupdates":
            return False
        if self.method not in {None, "*"} and str(self.method).lower() != method:
            return False
        return self.chat_id is None or str(self.chat_id) == str(chat_id)

    def error(self) -> ApiError | None:
        """Return the refusal of this fault, None where it is about the connection."""
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        if self.kind in DESCRIPTIONS:
            return ApiError(int(self.kind), self.description or DESCRIPTIONS[self.kind])
        return None

    def public(self) -> dict[str, Any]:
        """Return the fault as the control API shows it."""
        return asdict(self)


class Faults:
    """The faults that are switched on, in the order in which they were."""

    def __init__(self) -> None:
        """Start without any fault."""
        self._faults: list[Fault] = []
        self._next_id = 1

    def __iter__(self) -> Iterator[Fault]:
        """Iterate over the faults that are on."""
        return iter(self._faults)

    def add(self, kind: str, **options: Any) -> Fault:  # noqa: ANN401 - the fields of Fault
        """Switch a fault on. Raises ApiError for an unknown kind or option."""
        if kind not in KINDS:
            raise bad_request(f"unknown fault {kind!r}; the kinds are {', '.join(KINDS)}")
        for name, value in options.items():
            if name not in OPTIONS:
                raise bad_request(f"unknown option of a fault: {name}; the options are {', '.join(OPTIONS)}")
            if value is not None and not isinstance(value, OPTIONS[name]):
                raise bad_request(f"the option {name} of a fault has the wrong type")
        fault = Fault(self._next_id, kind, **{name: value for name, value in options.items() if value is not None})
        self._next_id += 1
        self._faults.append(fault)
        return fault

    def remove(self, fault_id: int | None = None) -> None:
        """Switch one fault off, or all."""
        self._faults = [fault for fault in self._faults if fault_id is not None and fault.id != fault_id]

    def take(self, method: str, chat_id: object) -> Fault | None:
        """Return the first fault that hits this call and count it."""
        for fault in self._faults:
            if fault.hits(method, chat_id):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return None


@dataclass
class Limits:
    """How many messages a second Telegram takes, in all and for one chat; None is without limit."""

    per_second: float | None = None
    per_chat_per_second: float | None = None


class Limiter:
    """Counts sent messages in a window of one second and answers 429 beyond the limits."""

    def __init__(self) -> None:
        """Start without limits."""
        self.limits = Limits()
        self._windows: dict[object, deque[float]] = {}

    def check(self, method: str, chat_id: object, now: float) -> None:
        """Count one call at `now` (seconds, any clock that never goes back). Raises ApiError 429 beyond a limit."""
        limits = self.limits
        if method not in COUNTED or (limits.per_second is None and limits.per_chat_per_second is None):
            return
        rates = ((None, limits.per_second), (str(chat_id), limits.per_chat_per_second))
        windows = [(self._window(key, rate, now), rate) for key, rate in rates if rate is not None]
        for window, rate in windows:
            if len(window) >= max(rate, 1):
                raise too_many_requests(1 if rate >= 1 else round(1 / rate))
        for window, _ in windows:
            window.append(now)

    def _window(self, key: object, rate: float, now: float) -> deque[float]:
        window = self._windows.setdefault(key, deque())
        span = 1.0 if rate >= 1 else 1 / rate
        while window and window[0] <= now - span:
            window.popleft()
        return window
