"""Many independent pieces of work: in this process, in processes of this machine, or on a dask cluster.

Where a task runs changes nothing about what it gives: results come back in the order of the tasks, and
nothing is added up between them.
"""

from __future__ import annotations

import logging
import multiprocessing
import pickle
import signal
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Any

from zorgkaart.errors import ProjectError, TaskError
from zorgkaart.jobs.task import RESULT, TASK, Failure, Report, attempt, checked_address

log = logging.getLogger(__name__)


TRIES = 3


def run_all(
    tasks: Mapping[str, TASK],
    function: Callable[[Any, TASK], RESULT],
    shared: Any = None,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    report: Report | None = None,
) -> list[RESULT]:
    """Call ``function(shared, task)`` for every task.

    A worker that dies costs a retry of the task that it had and nothing else; an error of the task itself
    is not retried.

    Parameters
    ----------
    tasks : mapping
        What differs between the calls, by the name that progress and errors give it.
    function : callable
        A function of a module, so that other processes can import it.
    shared : object
        What all calls need, such as a :class:`~zorgkaart.study.study.Study`. It goes to each worker once; what a call
        keeps in it serves later calls in the same worker.
    workers : int
        Processes of this machine. One is this process itself. A script that asks for more has its own work
        under ``if __name__ == "__main__":``.
    scheduler : str, optional
        Address of a dask scheduler (``tcp://host:port`` or ``tls://host:port``) in place of local processes. Its
        workers need the same versions of Python and zorgkaart, and see the files that `function` opens.
    report : callable, optional
        Called with a Dutch sentence whenever a task is done.

    Returns
    -------
    list
        What the calls gave, in the order of `tasks`.

    Raises
    ------
    TaskError
        If a task fails, or its workers keep dying; the message names the task.
    SchedulerError
        If the scheduler cannot be reached or is lost.
    MissingExtraError
        If a scheduler is named and dask is not installed.
    ProjectError
        If `workers` or `scheduler` is impossible, or both are given.
    """
    report = report or (lambda _: None)
    if workers < 1:
        raise ProjectError(f"{workers} workers cannot do anything. Give one or more.")
    if scheduler is not None and workers > 1:
        raise ProjectError("workers and a scheduler exclude each other. Give one of them.")
    outcomes: Generator[tuple[str, Any], None, None]
    if scheduler is not None:
        from zorgkaart.jobs.cluster import on_cluster

        outcomes = on_cluster(tasks, function, shared, address=checked_address(scheduler))
    elif workers > 1:
        outcomes = _in_processes(tasks, function, shared, workers=workers)
    else:
        outcomes = _here(tasks, function, shared)
    results: dict[str, RESULT] = {}
    with closing(outcomes):
        for name, outcome in outcomes:
            if isinstance(outcome, Failure):
                raise outcome.error(name)
            results[name] = outcome
            report(f"{len(results)} van {len(tasks)} klaar ({name})")
    return [results[name] for name in tasks]


def _here(
    tasks: Mapping[str, TASK], function: Callable[[Any, TASK], RESULT], shared: Any
) -> Generator[tuple[str, RESULT], None, None]:
    for name, task in tasks.items():
        try:
            result = function(shared, task)
        except Exception as error:
            raise Failure.of(error).error(name) from error
        yield name, result


def _in_processes(
    tasks: Mapping[str, TASK], function: Callable[[Any, TASK], RESULT], shared: Any, *, workers: int
) -> Generator[tuple[str, Any], None, None]:
    waiting, tries = deque(tasks), Counter[str]()
    idle: list[_Worker] = []
    busy: list[_Worker] = []
    with tempfile.TemporaryDirectory(prefix="zorgkaart-") as folder:
        file = Path(folder) / "shared.pickle"
        file.write_bytes(pickle.dumps(shared))
        try:
            while waiting or busy:
                while waiting and len(busy) < workers:
                    worker = idle.pop() if idle else _Worker(function, file)
                    busy.append(worker)
                    worker.give(name := waiting.popleft(), tasks[name])
                    tries[name] += 1
                ready = wait([worker.connection for worker in busy])
                for worker in [worker for worker in busy if worker.connection in ready]:
                    busy.remove(worker)
                    answer = worker.answer()
                    if answer is not None:
                        idle.append(worker)
                        yield worker.task, pickle.loads(answer)
                        continue
                    died = f"its worker died (exit code {worker.end()})"
                    if tries[worker.task] == TRIES:
                        raise TaskError(
                            f"{worker.task}: {died}, {TRIES} times. Is there enough memory? Fewer workers need less; "
                            "a script needs its work under 'if __name__ == \"__main__\":'."
                        )
                    log.warning("%s: %s; another one tries again", worker.task, died)
                    waiting.appendleft(worker.task)
        finally:
            for worker in (*idle, *busy):
                worker.end()


class _Worker:
    """A process of this machine and the pipe to it; a new interpreter, so that threads here do not matter."""

    def __init__(self, function: Callable[[Any, TASK], RESULT], shared: Path) -> None:
        context: SpawnContext = multiprocessing.get_context("spawn")
        self.task = ""
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, function, shared), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, name: str, task: Any) -> None:
        self.task = name
        with suppress(OSError):  # it has died, which its answer will tell
            self.connection.send(task)

    def answer(self) -> bytes | None:
        """What the task gave; None if the worker has died."""
        try:
            return self.connection.recv_bytes()
        except (EOFError, OSError):
            return None

    def end(self) -> int | None:
        """Stop the process, if it has not, and return its exit code."""
        self._process.kill()
        self._process.join()
        code = self._process.exitcode
        self._process.close()
        self.connection.close()
        return code


def _serve(connection: Connection, function: Callable[[Any, TASK], RESULT], shared: Path) -> None:
    """What a worker does: answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    common = pickle.loads(shared.read_bytes())
    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(attempt(function, common, connection.recv()))
