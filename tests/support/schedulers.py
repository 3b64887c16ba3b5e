"""Where work is done: here, in processes and in a cluster of dask."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

HERE, PROCESSES, DASK = "here", "processes", "dask"


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """A cluster of two processes, in which a task may lose one worker.

    Without dask's memory manager: every 2 s that drops copies that no task waits for at that moment, so how often a
    worker is sent something would hang on the clock.
    """
    distributed, dask = pytest.importorskip("distributed"), pytest.importorskip("dask")
    settings = {
        "distributed.scheduler.allowed-failures": 1,
        "distributed.scheduler.active-memory-manager.start": False,
        "distributed.deploy.lost-worker-timeout": "120s",
    }
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as found,
    ):
        yield found.scheduler_address


@pytest.fixture(params=[HERE, PROCESSES, DASK])
def place(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Arguments of `run_all`: where the work is done."""
    if request.param == DASK:
        return {"scheduler": request.getfixturevalue("scheduler")}
    return {"workers": 2 if request.param == PROCESSES else 1}


@pytest.fixture(params=[PROCESSES, DASK])
def elsewhere(request: pytest.FixtureRequest) -> dict[str, Any]:
    """As `place`, in other processes."""
    return {"workers": 2} if request.param == PROCESSES else {"scheduler": request.getfixturevalue("scheduler")}
