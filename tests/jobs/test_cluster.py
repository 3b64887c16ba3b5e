"""A cluster that does not answer, goes away, loses workers or cannot load the work."""

from __future__ import annotations

import builtins
import logging
from pathlib import Path
from typing import Any

import pytest
import support.runs_samples as samples
from support.runs_samples import SQUARES, TASKS, Shared

from zorgkaart.errors import MissingExtraError, SchedulerError
from zorgkaart.jobs import cluster
from zorgkaart.jobs.workers import run_all


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    with pytest.raises(SchedulerError, match=r"^tcp://127\.0\.0\.1:1: no dask scheduler answers"):
        run_all(TASKS, samples.squared, scheduler="tcp://127.0.0.1:1")


def test_tls_without_certificates() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(SchedulerError, match="tls needs certificates"):
        run_all(TASKS, samples.squared, scheduler="tls://127.0.0.1:1")


def test_a_scheduler_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_dask(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] in ("dask", "distributed"):
            raise ModuleNotFoundError(f"No module named {name!r}")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_dask)
    with pytest.raises(MissingExtraError, match=r"needs dask .*pip install 'zorgkaart\[dask\]'"):
        run_all(TASKS, samples.squared, scheduler="tcp://127.0.0.1:8786")
    assert issubclass(MissingExtraError, ImportError)
    assert issubclass(SchedulerError, ConnectionError)


def test_a_cluster_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "NO_WORKERS_S", 0.3)
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(SchedulerError, match=r"has had no workers for 0\.3 s"),
    ):
        run_all(TASKS, samples.squared, scheduler=empty.scheduler_address)


def test_a_scheduler_that_goes_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_S", 1.0)
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as brief:
        address = brief.scheduler_address
        with pytest.raises(SchedulerError, match=f"^{address}: the scheduler was lost"):
            run_all(TASKS, samples.last_first, Shared(tmp_path), scheduler=address, report=lambda _: brief.close())


def test_what_is_shared_may_be_large(scheduler: str) -> None:
    assert run_all({"a": 3}, samples.squared, bytes(11_000_000), scheduler=scheduler) == [9]  # dask warns from 10 MB


def test_a_worker_that_dies_while_it_is_sent_the_work(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The scheduler then fails on an assertion of its own."""

    def fails(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("distributed.Client.replicate", fails)
    assert run_all(TASKS, samples.squared, Shared(tmp_path), scheduler=scheduler) == SQUARES
    assert "not sent to every worker beforehand" in caplog.text


def test_workers_that_cannot_load_the_work(scheduler: str) -> None:
    with pytest.raises(SchedulerError, match=r"cannot load the work .*no number.*the same zorgkaart"):
        run_all(TASKS, samples.squared, samples.Unloadable(), scheduler=scheduler)
