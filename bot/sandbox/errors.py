"""Refusals in Telegram's words: error codes and descriptions that clients match on."""

from dataclasses import dataclass
from typing import Any


@dataclass(eq=False)  # not frozen: contextlib sets the traceback of an exception
class ApiError(Exception):
    """A Bot API call that is answered with `ok: false`; retry_after is in seconds."""

    code: int
    description: str
    retry_after: int | None = None

    def __str__(self) -> str:
        """Return what the client reads."""
        return self.description

    def body(self) -> dict[str, Any]:
        """Return the reply's JSON."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> ApiError:
    """Return a 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return a 429 that asks to wait; seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
