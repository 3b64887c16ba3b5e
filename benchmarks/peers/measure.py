"""Wall clock, CPU seconds and peak memory of a step, as one line of JSON. Standard library only: peers import it."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

MARK = "\n@@ "


def report(task: str, **facts: Any) -> None:
    """Hand a result to the process that asked for it."""
    print(MARK + json.dumps({"task": task, **facts}), flush=True)


def peak_mb() -> float:
    """Largest resident memory of this process so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


@contextmanager
def measured(task: str) -> Iterator[dict[str, Any]]:
    """Report a step that runs once; facts put into the dictionary are reported along."""
    facts: dict[str, Any] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield facts
    facts = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "rss_mb": peak_mb(), **facts}
    report(task, **facts)


def repeated(task: str, step: Callable[[], Any], *, times: int = 5, **facts: Any) -> Any:
    """Report the median of several runs after one that does not count; returns the step's last result."""
    result = step()
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        result = step()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    report(task, wall_s=statistics.median(walls), cpu_s=statistics.median(cpus), rss_mb=peak_mb(), runs=times, **facts)
    return result


def measured_command(task: str, command: list[str]) -> None:
    """Report a program that runs once."""
    wall = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        program = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        if program.returncode:
            output.seek(0)
            raise SystemExit(f"{command[0]}: {output.read()[-500:]}")
    cpu = used.ru_utime + used.ru_stime
    report(task, wall_s=time.perf_counter() - wall, cpu_s=cpu, rss_mb=round(used.ru_maxrss / 1024, 1))
