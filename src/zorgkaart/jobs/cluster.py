"""The same work on a dask cluster: see :func:`zorgkaart.jobs.workers.run_all`."""

from __future__ import annotations

import logging
import pickle
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zorgkaart.errors import MissingExtraError, SchedulerError, TaskError, ZorgkaartError
from zorgkaart.jobs.task import TASK, attempt

if TYPE_CHECKING:
    from distributed import Client, Future

log = logging.getLogger(__name__)

CONNECT_S = 15.0
FETCH_S = 10.0
LOOK_S = 0.1
NO_WORKERS_S = 300.0
GRAPH_WARNING = "distributed.admin.large-graph-warning-threshold"


def on_cluster(
    tasks: Mapping[str, TASK], function: Callable[[Any, TASK], Any], shared: Any, *, address: str
) -> Generator[tuple[str, Any], None, None]:
    """Yield every task's name with what it gave, or with its :class:`~zorgkaart.jobs.task.Failure`, as they finish.

    Dask itself runs the tasks of a worker that died elsewhere.
    """
    try:
        from distributed import CancelledError
    except ImportError as error:
        raise MissingExtraError(
            f"{address}: a scheduler needs dask ({error}). Install it with: pip install 'zorgkaart[dask]'"
        ) from error
    with _connected(address) as client:
        try:
            common = _sent(client, shared, address)
            pending = {name: client.submit(attempt, function, common, task, pure=False) for name, task in tasks.items()}
            for name in _finished(pending, client, address):
                answer = _fetched(pending[name], name, address)
                if answer is not None:
                    del pending[name]
                    yield name, pickle.loads(answer)
        except ZorgkaartError:
            raise
        except (CancelledError, OSError) as error:
            raise SchedulerError(f"{address}: the scheduler was lost, and the work with it. Run again.") from error


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    from distributed import Client, Security

    if address.startswith("tls:") and Security().get_connection_args("client")["ssl_context"] is None:
        raise SchedulerError(f"{address}: tls needs certificates. Name them in dask's settings (distributed.comm.tls).")
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except OSError as error:
        raise SchedulerError(
            f"{address}: no dask scheduler answers ({error}). Correct the address, or start it with 'dask scheduler'."
        ) from error
    with client:
        yield client


def _sent(client: Client, shared: Any, address: str) -> Future[Any]:
    """Give every worker what all tasks need.

    It is the result of a task and not scattered: so dask can make it anew when all workers that have it die,
    and drops it when this client is gone. A copy that no task waits for yet may be dropped by dask's memory manager;
    it is then sent again with the worker's first task.
    """
    import dask

    content = pickle.dumps(shared)
    with dask.config.set({GRAPH_WARNING: 2 * len(content) + 10**7}):  # it is large, and sent only here
        common = client.submit(pickle.loads, content, pure=False)
    for _ in _finished({"": common}, client, address):
        break
    error = common.exception()
    if error is not None:
        raise SchedulerError(
            f"{address}: its workers cannot load the work ({error}). They need the same zorgkaart as is used here."
        ) from error
    try:
        client.replicate([common])
    except Exception as error:  # noqa: BLE001 -- dask's own assertions too
        # A worker died meanwhile. Nothing is lost: dask also sends it with the first task that needs it.
        log.warning("%s: not sent to every worker beforehand (%r)", address, error)
    return common


def _finished(pending: Mapping[str, Future[Any]], client: Client, address: str) -> Iterator[str]:
    """Names of futures that seem to be done, for as long as there are any in `pending`."""
    alive = time.monotonic()
    while pending:
        done = [name for name, future in pending.items() if future.status in ("finished", "error", "cancelled")]
        yield from done
        if done or client.scheduler_info()["workers"]:
            alive = time.monotonic()
        elif time.monotonic() - alive > NO_WORKERS_S:
            raise SchedulerError(f"{address}: has had no workers for {NO_WORKERS_S:g} s. Start some ('dask worker').")
        time.sleep(0.0 if done else LOOK_S)


def _fetched(future: Future[Any], name: str, address: str) -> bytes | None:
    """What a task gave; None if that got lost with the worker that had it, and is being made anew."""
    from distributed import KilledWorker

    try:
        answer: bytes = future.result(timeout=FETCH_S)
    except TimeoutError:
        return None
    except KilledWorker as error:
        count = error.allowed_failures + 1
        raise TaskError(
            f"{name}: {count} workers of {address} died while they had it. Do they have enough memory?"
        ) from error
    return answer
