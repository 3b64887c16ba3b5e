"""Addresses of a scheduler."""

from __future__ import annotations

import pytest
import support.runs_samples as samples
from support.runs_samples import TASKS

from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import checked_address
from zorgkaart.jobs.workers import run_all

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
