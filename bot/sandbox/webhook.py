"""Deliveries of updates to the bot's own address, in order, with the secret token, again until they are taken."""

import asyncio
import json
import logging
import time
from typing import Any

import aiohttp

from bot.sandbox.errors import ApiError
from bot.sandbox.state import Sandbox, Webhook

log = logging.getLogger(__name__)

TIMEOUT = 30.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
IDLE = 3600.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


async def deliver_while_open(sandbox: Sandbox) -> None:
    """Deliver queued updates whenever a webhook is set, until cancelled."""
    pause = FIRST_PAUSE
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT), trust_env=False) as session:
        while True:
            webhook = sandbox.webhook
            if webhook is None or not sandbox.updates:
                await sandbox.updates_news.wait(IDLE)
            elif await _deliver(sandbox, webhook, session):
                pause = FIRST_PAUSE
            else:
                await sandbox.updates_news.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)


async def _deliver(sandbox: Sandbox, webhook: Webhook, session: aiohttp.ClientSession) -> bool:
    update = sandbox.updates[0]
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers[SECRET_HEADER] = webhook.secret_token
    try:
        async with session.post(webhook.url, data=json.dumps(update), headers=headers, allow_redirects=False) as reply:
            body = await reply.read()
            error = None if reply.ok else f"Wrong response from the webhook: {reply.status} {reply.reason}"
    except (aiohttp.ClientError, TimeoutError, OSError) as problem:
        error = str(problem) or type(problem).__name__
    if error is not None:
        webhook.error_date, webhook.error_message = int(time.time()), error
        return False
    if sandbox.updates and sandbox.updates[0] is update:
        sandbox.updates.popleft()
    await _answer(sandbox, body)
    return True


async def _answer(sandbox: Sandbox, body: bytes) -> None:
    """Carry out the call that a bot may put into its reply to a delivery."""
    from bot.sandbox.methods import call  # noqa: PLC0415

    try:
        params: Any = json.loads(body) if body.lstrip().startswith(b"{") else None
        if isinstance(params, dict) and isinstance(method := params.pop("method", None), str):
            await call(sandbox, method, params)
    except (ValueError, ApiError, asyncio.InvalidStateError) as error:
        log.warning("the call in a webhook's reply was refused: %s", error)
