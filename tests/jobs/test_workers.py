"""Many runs: the same results wherever they are computed, and a worker that dies costs a retry."""

from __future__ import annotations

import builtins
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import support.runs_samples as samples
from support.runs_samples import Shared
from support.study_samples import write_sample
from typer.testing import CliRunner

from zorgkaart.analyses.uncertainty.variants import Variant, run_projects, run_variants, speed_variants
from zorgkaart.cli.app import app
from zorgkaart.errors import InputError, MissingExtraError, ProjectError, SchedulerError, TaskError
from zorgkaart.jobs import cluster
from zorgkaart.jobs.task import checked_address
from zorgkaart.jobs.workers import TRIES, run_all
from zorgkaart.outputs.meaning.presentation import dictionary
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

TASKS = {f"taak {i}": i for i in range(6)}
SQUARES = [0, 1, 4, 9, 16, 25]
HERE, PROCESSES, DASK = "here", "processes", "dask"
FACTORS = (0.7, 1.0, 1.3)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes, in which a task may lose one worker."""
    distributed, dask = pytest.importorskip("distributed"), pytest.importorskip("dask")
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.deploy.lost-worker-timeout": "120s"}
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


# The scheduler.


@pytest.mark.parametrize(
    "address",
    [
        "rekenserver",
        "rekenserver:8786",
        "http://rekenserver:8786",
        "tcp://rekenserver",
        "tcp://:8786",
        "tcp://x:0",
        "tcp://x:99999",
        "tcp://x:y",
        "tcp://x:1/pad",
        "tcp://u:p@x:1",
        " tcp://x:1",
        "tcp://x:1\n",
        "",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ProjectError, match="not the address of a scheduler"):
        checked_address(address)
    with pytest.raises(ProjectError, match="not the address of a scheduler"):
        run_all(TASKS, samples.squared, scheduler=address)


@pytest.mark.parametrize("address", ["tcp://rekenserver:8786", "tls://10.0.0.1:8786", "tcp://[::1]:8786"])
def test_addresses(address: str) -> None:
    assert checked_address(address) == address


def test_impossible_numbers_of_workers() -> None:
    with pytest.raises(ProjectError, match="one or more"):
        run_all(TASKS, samples.squared, workers=0)
    with pytest.raises(ProjectError, match="exclude each other"):
        run_all(TASKS, samples.squared, workers=2, scheduler="tcp://127.0.0.1:8786")


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


# Variants of a project.


@pytest.fixture(scope="module")
def in_one_process(sample: Path) -> pd.DataFrame:
    return run_variants(Project.load(sample), speed_variants(FACTORS), changes=[Close("seh-west")])


def test_variants_are_the_same_to_the_last_bit(
    sample: Path, elsewhere: dict[str, Any], in_one_process: pd.DataFrame
) -> None:
    project = Project.load(sample)
    found = run_variants(project, speed_variants(FACTORS), changes=[Close("seh-west")], **elsewhere)
    pd.testing.assert_frame_equal(found, in_one_process, check_exact=True)


def test_variants_are_what_separate_runs_give(sample: Path, in_one_process: pd.DataFrame) -> None:
    rows = in_one_process.set_index("variant")
    assert list(rows.index) == ["ambulance × 0,7", "ambulance × 1", "ambulance × 1,3"]  # noqa: RUF001
    for name, factor in zip(rows.index, FACTORS, strict=True):
        project = Project.load(sample).with_changes(speeds={"ambulance": {"factor": factor}})
        scenario = run_scenario(Study(project), [Close("seh-west")])
        totals = scenario.totals().set_index("soort").loc["seh"]
        for moment in ("voor", "na", "verschil"):
            assert rows.loc[name, f"seh_inwoners_buiten_norm_{moment}"] == pytest.approx(
                totals[f"inwoners_buiten_{moment}"], nan_ok=True
            )
        assert rows.loc[name, "huisarts_min_verschil"] == 0


def test_faster_ambulances_bring_fewer_outside(sample: Path) -> None:
    found = run_variants(Project.load(sample), speed_variants([0.5, 1.0, 2.0, 1.0]))
    assert len(found) == 3
    outside = found["seh_inwoners_buiten_norm"]
    assert outside.is_monotonic_decreasing
    assert outside.iloc[0] > outside.iloc[-1]
    assert found["seh_norm_min"].is_monotonic_decreasing
    assert found["seh_min"].nunique() == 1


def test_variants_of_norms_and_inputs(sample: Path) -> None:
    variants = [
        Variant("zoals het is", {}),
        Variant("strenger", {"norms": {"seh": {"limit_min": 15.0}}}),
        Variant("over de grens", {"facilities": {"abroad": True}}),
    ]
    found = run_variants(Project.load(sample), variants).set_index("variant")
    outside = found["seh_inwoners_buiten_norm"]
    assert outside["strenger"] > outside["zoals het is"]
    assert found.loc["over de grens", "seh_min"] < found.loc["zoals het is", "seh_min"]


def test_variants_that_cannot_be(sample: Path) -> None:
    project = Project.load(sample)
    with pytest.raises(ProjectError, match="same name: a"):
        run_variants(project, [Variant("a", {}), Variant("b", {}), Variant("a", {})])
    with pytest.raises(ProjectError, match=r"speeds\.ambulance\.factor"):
        run_variants(project, speed_variants([-1.0]))
    with pytest.raises(TaskError, match=r"^ambulance × 2: no open site is called 'nergens'"):  # noqa: RUF001
        run_variants(project, speed_variants([2.0]), changes=[Close("nergens")])


def test_a_missing_table_is_no_error_of_a_variant(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "gegevens" / "seh.csv").unlink()
    with pytest.raises(InputError, match=r"^seh\.csv"):
        run_variants(Project.load(path), speed_variants([1.0]))


def test_the_project_says_where(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, str | None]] = []

    def noted(tasks: Any, function: Any, shared: Any, *, workers: int, scheduler: str | None, **_: Any) -> list[Any]:
        asked.append((workers, scheduler))
        return [{"": {}} for _ in tasks]

    monkeypatch.setattr("zorgkaart.analyses.uncertainty.variants.run_all", noted)
    project, address = Project.load(sample), "tcp://rekenserver:8786"
    on_cluster, on_three = project.with_changes(runs={"scheduler": address}), project.with_changes(runs={"workers": 3})
    for settings, given in [
        (project, {}),
        (on_three, {}),
        (on_cluster, {}),
        (on_cluster, {"workers": 1}),
        (on_cluster, {"workers": 2}),
        (on_three, {"scheduler": address}),
    ]:
        run_variants(settings, speed_variants([1.0]), **given)
    assert asked == [(1, None), (3, None), (1, address), (1, None), (2, None), (1, address)]


def test_the_section_runs(sample: Path) -> None:
    project = Project.load(sample)
    with pytest.raises(ProjectError, match=r"runs\.scheduler: 'x' is not the address of a scheduler"):
        project.with_changes(runs={"scheduler": "x"})
    with pytest.raises(ProjectError, match=r"runs\.workers"):
        project.with_changes(runs={"workers": 0})
    with pytest.raises(ProjectError, match="either workers or scheduler"):
        project.with_changes(runs={"workers": 2, "scheduler": "tcp://x:1"})


# Several projects.


def test_projects_are_rows(sample: Path, scheduler: str, tmp_path: Path) -> None:
    other = write_sample(tmp_path)
    text = other.read_text(encoding="utf-8").replace('name = "proef"', 'name = "elders"')
    other.write_text(text.replace("limit_min = 27.75", "limit_min = 15", 1), encoding="utf-8")
    found = run_projects([other, sample])
    assert list(found["project"]) == ["elders", "proef"]
    assert found["seh_inwoners_buiten_norm"].is_monotonic_decreasing
    row = run_variants(Project.load(sample), [Variant("x", {})]).drop(columns="variant").iloc[0]
    pd.testing.assert_series_equal(found.iloc[1].drop("project").astype(float), row, check_names=False)
    pd.testing.assert_frame_equal(run_projects([other, sample], scheduler=scheduler), found, check_exact=True)


def test_a_project_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"weg\.toml: .*no such project file"):
        run_projects([tmp_path / "weg.toml"])


# The command line.


def run(*arguments: object) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["variants", *map(str, arguments)])
    return found.exit_code, found.output


def test_the_command_prints_a_table_and_writes_it(sample: Path, tmp_path: Path, in_one_process: pd.DataFrame) -> None:
    file = tmp_path / "uit" / "varianten.csv"
    factors = [f"--factor={factor}" for factor in FACTORS]
    code, text = run(sample, *factors, "--close", "seh-west", "-o", file)
    assert code == 0, text
    assert "Proefnorm: hoeveel hangt van de snelheid van de ambulance af" in text
    assert all(word in text for word in ("ambulance × 0,7", "buiten voor", "buiten na", "erbij"))  # noqa: RUF001
    found = read_csv(file, columns=dictionary(Project.load(sample)))
    assert list(found.columns) == list(in_one_process.columns)
    pd.testing.assert_frame_equal(found.astype(in_one_process.dtypes), in_one_process, check_exact=True)


def test_the_command_without_a_closure(sample: Path) -> None:
    code, text = run(sample, "--factor", 0.5, "--factor", 2)
    assert code == 0, text
    assert "Tussen " in text
    assert " inwoners buiten de norm." in text
    assert "erbij" not in text


def test_the_command_names_what_is_wrong(sample: Path, tmp_path: Path) -> None:
    assert run(sample)[0] == 2
    code, text = run(sample, "--factor", 1, "--scheduler", "rekenserver")
    assert (code, "Fout: 'rekenserver' is not the address of a scheduler." in text) == (1, True)
    path = write_sample(tmp_path)
    bare = path.read_text(encoding="utf-8")
    begin, end = bare.index("[norms.seh]"), bare.index("[kinds.seh]")
    path.write_text(bare[:begin] + bare[end:], encoding="utf-8")
    code, text = run(path, "--factor", 1)
    assert (code, "Add a norm" in text) == (1, True)
