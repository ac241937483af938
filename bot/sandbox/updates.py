"""How updates reach the bot: getUpdates with long polling, and the switch to a webhook."""

import re
import time
from itertools import islice
from urllib.parse import urlsplit

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.state import Json, Sandbox, Webhook

MAX_LIMIT = 100
MAX_POLL_SECONDS = 50
WEBHOOK_IS_ON = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def get_updates(sandbox: Sandbox, params: Json) -> list[Json]:
    """Return queued updates, waiting up to `timeout` seconds for the first. A newer call ends an older one with 409."""
    if sandbox.webhook is not None:
        raise ApiError(
            409,
            WEBHOOK_IS_ON,
        )
    allow(sandbox, params)
    sandbox.poller += 1
    me = sandbox.poller
    sandbox.updates_news.fire()
    limit = min(max(params.get("limit", MAX_LIMIT), 1), MAX_LIMIT)
    _confirm(sandbox, params.get("offset", 0))
    deadline = time.monotonic() + min(params.get("timeout", 0), MAX_POLL_SECONDS)
    while not sandbox.updates and not sandbox.closing and (left := deadline - time.monotonic()) > 0:
        await sandbox.updates_news.wait(left)
        if sandbox.poller != me:
            raise ApiError(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        if sandbox.webhook is not None:
            raise ApiError(409, "Conflict: terminated by setWebhook request")
    return list(islice(sandbox.updates, limit))


def allow(sandbox: Sandbox, params: Json) -> None:
    """Remember which updates the bot wants; an empty list means the default kinds."""
    if (wanted := params.get("allowed_updates")) is not None:
        sandbox.allowed_updates = frozenset(wanted) or None


def _confirm(sandbox: Sandbox, offset: int) -> None:
    updates = sandbox.updates
    if offset < 0:
        while len(updates) > -offset:
            updates.popleft()
    while updates and updates[0]["update_id"] < offset:
        updates.popleft()


def set_webhook(sandbox: Sandbox, params: Json) -> bool:
    """Deliver updates to an address from now on; an empty address ends that."""
    url = params["url"]
    if not url:
        return delete_webhook(sandbox, params)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.hostname not in LOOPBACK | sandbox.hosts:
        raise bad_request("bad webhook: the sandbox delivers to http and https addresses of this machine only")
    secret = params.get("secret_token")
    if secret is not None and not SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    allow(sandbox, params)
    if params.get("drop_pending_updates"):
        sandbox.updates.clear()
    sandbox.webhook = Webhook(url, secret, params.get("max_connections", 40))
    sandbox.updates_news.fire()
    return True


def delete_webhook(sandbox: Sandbox, params: Json) -> bool:
    """Go back to getUpdates."""
    sandbox.webhook = None
    if params.get("drop_pending_updates"):
        sandbox.updates.clear()
    sandbox.updates_news.fire()
    return True


def get_webhook_info(sandbox: Sandbox, _: Json) -> Json:
    """Tell where updates are delivered and how the last failure read."""
    webhook = sandbox.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(sandbox.updates),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        if webhook.error_date is not None:
            info["last_error_date"] = webhook.error_date
            info["last_error_message"] = webhook.error_message or ""
    if sandbox.allowed_updates is not None:
        info["allowed_updates"] = sorted(sandbox.allowed_updates)
    return info
