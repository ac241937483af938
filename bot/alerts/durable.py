"""The broadcast as a durable workflow on DBOS: prepare the audience, then a step a chunk, then close.

What has been sent stands in the deliveries, so a step that is run again after a kill skips what is done; DBOS sees to
it that it is run again. Its two traps: it recovers only what carries the same application version and executor id (the
version changes with every edit unless it is fixed), and it must start inside the running loop.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from dbos import DBOS, SetWorkflowID
from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from dbos import WorkflowHandleAsync

VERSION = "1"  # of the workflow's steps: raise it only together with a change of their order
EXECUTOR = "vigil"
WAITING = ["PENDING", "ENQUEUED", "DELAYED"]
log = logging.getLogger(__name__)


def system_url(database_url: str) -> str:
    """Return where DBOS keeps its own tables: a file beside an SQLite database, a schema inside a PostgreSQL one."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{url.database}.workflows"
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _registered(
    prepare: Callable[[int], Awaitable[bool]],
    chunk: Callable[[int], Awaitable[str]],
    close: Callable[[int, str], Awaitable[None]],
) -> Callable[[int], Coroutine[Any, Any, str]]:
    """Return the workflow. Its steps are functions of their own: DBOS cannot write on the methods it is given."""

    @DBOS.step(name="prepare")
    async def prepare_step(alert_id: int) -> bool:
        return await prepare(alert_id)

    @DBOS.step(name="chunk")
    async def chunk_step(alert_id: int) -> str:
        return await chunk(alert_id)

    @DBOS.step(name="close")
    async def close_step(alert_id: int, outcome: str) -> None:
        await close(alert_id, outcome)

    @DBOS.workflow(name="broadcast", max_recovery_attempts=1_000_000)
    async def broadcast(alert_id: int) -> str:
        if not await prepare_step(alert_id):
            return "stopped"
        outcome = "more"
        while outcome == "more":
            outcome = await chunk_step(alert_id)
        await close_step(alert_id, outcome)
        return outcome

    return broadcast


class Workflows:
    """DBOS with our one workflow. There is one in a process: DBOS is a singleton."""

    def __init__(
        self,
        database_url: str,
        prepare: Callable[[int], Awaitable[bool]],
        chunk: Callable[[int], Awaitable[str]],
        close: Callable[[int, str], Awaitable[None]],
    ) -> None:
        """Register the workflow and its steps."""
        DBOS(
            config={
                "name": "vigil",
                "system_database_url": system_url(database_url),
                "application_version": VERSION,
                "executor_id": EXECUTOR,
                "log_level": "ERROR",
                "run_migrations": True,
            }
        )
        self._broadcast = _registered(prepare, chunk, close)

    async def launch(self) -> list[str]:
        """Start DBOS and what a kill left unfinished. Call it when everything that the steps use is ready.

        Returns the ids of workflows that another version or executor left behind: DBOS would never touch them again, so
        they are cancelled here, and the caller starts their alerts anew.
        """
        logging.getLogger("dbos").setLevel(logging.ERROR)
        DBOS.launch()
        left = await DBOS.list_workflows_async(status=WAITING, load_input=False, load_output=False)
        strange = [each.workflow_id for each in left if (each.app_version, each.executor_id) != (VERSION, EXECUTOR)]
        for workflow_id in strange:
            log.warning("workflow %s was left by another version: cancelled, its alert is taken up anew", workflow_id)
            await DBOS.cancel_workflow_async(workflow_id)
        return strange

    async def start(self, workflow_id: str, alert_id: int) -> WorkflowHandleAsync[str]:
        """Start the workflow; the same id twice is one workflow."""
        with SetWorkflowID(workflow_id):
            return await DBOS.start_workflow_async(self._broadcast, alert_id)

    async def unfinished(self, workflow_id: str) -> WorkflowHandleAsync[Any] | None:
        """Return the workflow that recovery carries on, None where there is none or it is over."""
        status = await DBOS.get_workflow_status_async(workflow_id)
        if status is None or status.status not in WAITING or status.app_version != VERSION:
            return None
        return await DBOS.retrieve_workflow_async(workflow_id)

    def stop(self) -> None:
        """Stop DBOS; what is unfinished is carried on at the next start."""
        DBOS.destroy(workflow_completion_timeout_sec=0, destroy_registry=True)
