"""Waiting for busy servers: closed forms, the recursion, and a simulation."""

from __future__ import annotations

import ciw
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.access.queues import erlang_b, erlang_c, offered_at, waiting


def one(value: float) -> np.ndarray:
    return np.array([value])


def recursion(servers: int, offered: float) -> float:
    """Erlang B by the textbook's recursion."""
    lost = 1.0
    for count in range(1, servers + 1):
        lost = offered * lost / (count + offered * lost)
    return lost


@pytest.mark.parametrize(
    ("servers", "offered"), [(1, 0.3), (2, 1.9), (5, 4.2), (50, 45.0), (1000, 990.0), (20_000, 19_900.0)]
)
def test_the_part_that_finds_all_busy_is_that_of_the_recursion(servers: int, offered: float) -> None:
    assert erlang_b(one(servers), one(offered))[0] == pytest.approx(recursion(servers, offered), rel=1e-9)


@given(st.floats(0.001, 0.999), st.floats(0.1, 100))
def test_one_server_waits_as_the_closed_form_says(busy: float, service_min: float) -> None:
    """M/M/1: of the arrivals rho wait, and the mean wait is rho / (1 - rho) services."""
    assert erlang_c(one(1.0), one(busy))[0] == pytest.approx(busy)
    wait, slope = waiting(one(1.0), one(busy), service_min)
    assert wait[0] == pytest.approx(service_min * busy / (1 - busy))
    assert slope[0] == pytest.approx(service_min / (1 - busy) ** 2)


def test_two_servers_wait_as_the_closed_form_says() -> None:
    """M/M/2: the part that waits is 2 rho^2 / (1 + rho)."""
    assert erlang_c(one(2.0), one(1.5))[0] == pytest.approx(2 * 0.75**2 / 1.75)


def test_nobody_waits_where_nobody_comes() -> None:
    wait, slope = waiting(np.array([1.0, 3.0, 2.5]), np.zeros(3), 10.0)
    assert wait.tolist() == [0, 0, 0]
    assert slope.tolist() == [10, 0, 0]


@given(st.floats(0.5, 500), st.floats(0.02, 0.98))
def test_the_growth_of_waiting_is_that_of_small_steps(servers: float, part: float) -> None:
    busy, step = part * servers, 1e-6 * servers
    (low, high), slope = (
        waiting(np.full(2, servers), np.array([busy - step, busy + step]), 7.0)[0],
        waiting(one(servers), one(busy), 7.0)[1],
    )
    assert slope[0] == pytest.approx((high - low) / (2 * step), rel=1e-4, abs=1e-12)


@given(st.floats(0.5, 500), st.floats(1e-3, 1e5))
def test_the_load_at_a_wait_has_that_wait(servers: float, wait: float) -> None:
    busy = offered_at(one(servers), one(wait), 7.0)
    assert 0 <= busy[0] < servers
    assert waiting(one(servers), busy, 7.0)[0][0] == pytest.approx(wait, rel=1e-6)


@given(st.floats(0.5, 200), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_who_asks_more_waits_longer_and_more_servers_wait_less(servers: float, low: float, high: float) -> None:
    less, more = sorted((low, high))
    short, long = waiting(np.full(2, servers), servers * np.array([less, more]), 5.0)[0]
    assert short <= long
    assert waiting(one(servers + 1), one(more * servers), 5.0)[0][0] <= long


@pytest.mark.slow
def test_a_simulation_of_servers_waits_as_long() -> None:
    """The exact wait lies in the 95 % interval of independent replications, at 4 servers that are 85 % busy."""
    arrivals, service, servers = 0.85 * 4 / 12.0, 12.0, 4
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=arrivals)],
        service_distributions=[ciw.dists.Exponential(rate=1 / service)],
        number_of_servers=[servers],
    )
    means = []
    for seed in range(24):
        ciw.seed(seed)
        run = ciw.Simulation(network)
        run.simulate_until_max_time(40_000)
        records = [record for record in run.get_all_records() if record.arrival_date > 2_000]
        means.append(np.mean([record.waiting_time for record in records]))
    half = 2.07 * np.std(means, ddof=1) / np.sqrt(len(means))  # Student's t with 23 degrees of freedom
    exact = waiting(one(servers), one(arrivals * service), service)[0][0]
    assert abs(np.mean(means) - exact) < half
    assert half < 0.1 * exact
