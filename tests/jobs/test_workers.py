"""Many runs: the same results wherever they are computed, and a worker that dies costs a retry."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import support.runs_samples as samples
from support.runs_samples import SQUARES, TASKS, Shared

from zorgkaart.errors import ProjectError, TaskError
from zorgkaart.jobs.workers import TRIES, run_all


def assert_gone(shared: Shared) -> None:
    """None of the processes that loaded it is there any more."""
    for process in shared.noted("loaded"):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


# Results and progress.


def test_results_come_in_the_order_of_the_tasks(place: dict[str, Any], tmp_path: Path) -> None:
    said: list[str] = []
    found = run_all(TASKS, samples.last_first, Shared(tmp_path), report=said.append, **place)
    assert [task for task, _ in found] == list(TASKS.values())
    assert [text.partition(" (")[0] for text in said] == [f"{i} van 6 klaar" for i in range(1, 7)]
    assert sorted(text.partition("(")[2] for text in said) == [f"{name})" for name in TASKS]


def test_what_is_shared_goes_to_each_worker_once(elsewhere: dict[str, Any], tmp_path: Path) -> None:
    shared = Shared(tmp_path)
    found = run_all(TASKS, samples.last_first, shared, **elsewhere)
    workers = {process for _, process in found}
    loaded = shared.noted("loaded")
    assert workers <= set(loaded)
    assert len(loaded) == len(set(loaded)) <= 2


def test_nothing_to_do(place: dict[str, Any]) -> None:
    assert run_all({}, samples.squared, **place) == []


def test_more_workers_than_tasks(tmp_path: Path) -> None:
    shared = Shared(tmp_path)
    assert run_all({"a": 3}, samples.squared, shared, workers=5) == [9]
    assert len(shared.noted("loaded")) == 1


# Workers that die.


def test_a_worker_that_dies_costs_a_retry_of_its_task(elsewhere: dict[str, Any], tmp_path: Path) -> None:
    shared = Shared(tmp_path)
    assert run_all(TASKS, samples.dies_once, shared, **elsewhere) == SQUARES
    assert len(shared.noted("died")) == 1


def test_the_work_of_the_other_process_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shared = Shared(tmp_path)
    assert run_all(TASKS, samples.dies_once, shared, workers=2) == SQUARES
    assert all(len(shared.noted(f"done-{task}")) == 1 for task in TASKS.values())
    assert len(shared.noted("loaded")) in (2, 3)  # a third process, if the second was busy
    said = [record.getMessage() for record in caplog.records if record.name == "zorgkaart.jobs.workers"]
    assert said == ["taak 2: its worker died (exit code -9); another one tries again"]


def test_a_task_that_always_kills_its_worker(elsewhere: dict[str, Any], tmp_path: Path) -> None:
    shared = Shared(tmp_path)
    with pytest.raises(TaskError, match="memory"):
        run_all(TASKS, samples.dies_always, shared, **elsewhere)
    assert 2 <= len(shared.noted("died")) <= TRIES


def test_the_task_that_kills_is_named(tmp_path: Path) -> None:
    shared = Shared(tmp_path)
    with pytest.raises(TaskError, match=r"^taak 2: its worker died \(exit code -9\), 3 times\."):
        run_all(TASKS, samples.dies_always, shared, workers=2)
    assert_gone(shared)


# Tasks that fail.


def test_a_task_that_fails_is_named_and_not_tried_again(place: dict[str, Any], tmp_path: Path) -> None:
    shared = Shared(tmp_path)
    with pytest.raises(TaskError) as caught:
        run_all(TASKS, samples.fails, shared, **place)
    assert str(caught.value) == "taak 2: KeyError: 'niet gevonden'"
    assert len(shared.noted("failed")) == 1
    assert "runs_samples.py" in caught.value.__notes__[0]


def test_an_error_on_purpose_is_one_sentence(place: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"^taak 0: no open site is called 'x'\.$") as caught:
        run_all({"taak 0": 0}, samples.fails_on_purpose, Shared(tmp_path), **place)
    assert not hasattr(caught.value, "__notes__")


def test_a_result_that_cannot_come_back(elsewhere: dict[str, Any]) -> None:
    with pytest.raises(TaskError, match=r"^taak 0: TypeError: cannot pickle"):
        run_all({"taak 0": 0}, samples.gives_a_lock, **elsewhere)


def test_breaking_off_ends_the_workers(tmp_path: Path) -> None:
    def break_off(_: str) -> None:
        raise KeyboardInterrupt

    shared = Shared(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run_all(TASKS, samples.last_first, shared, report=break_off, workers=2)
    assert_gone(shared)


def test_impossible_numbers_of_workers() -> None:
    with pytest.raises(ProjectError, match="one or more"):
        run_all(TASKS, samples.squared, workers=0)
    with pytest.raises(ProjectError, match="exclude each other"):
        run_all(TASKS, samples.squared, workers=2, scheduler="tcp://127.0.0.1:8786")
