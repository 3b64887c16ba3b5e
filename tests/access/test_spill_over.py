"""Loads that go with their waiting times: by hand, by another method, by simulation, and in any order of rows."""

from __future__ import annotations

import ciw
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.choice_samples import Town, town, towns

from zorgkaart.access.choice import Choice
from zorgkaart.access.queues import waiting
from zorgkaart.access.spill_over import Servers, equilibrium

DECAY, SERVICE = 0.3, 10.0


def averaged(place: Town, servers: Servers, rounds: int) -> np.ndarray:
    """The loads by successive averages, the textbook's slow way, which knows no slope."""
    choice = place.choice
    load = np.minimum(choice.at(DECAY).load(), 0.5 * servers.capacity)
    for number in range(rounds):
        wait = waiting(servers.count, np.minimum(load, 0.999999 * servers.capacity) / servers.per_year, SERVICE)[0]
        load += (choice.at(DECAY, wait).load() - load) * 3 / (number + 90)
    return load


@pytest.mark.parametrize("seed", range(3))
def test_loads_are_those_of_successive_averages(seed: int) -> None:
    place = town(seed)
    servers = Servers(np.array([2.0, 1.0, 3.0, 2.0, 1.0]), place.demand.sum() / 9 * 1.6, SERVICE)
    found = equilibrium(place.choice, servers, decay=DECAY, wait_weight=1.0)
    assert found is not None
    assert found.load == pytest.approx(averaged(place, servers, 4000), rel=2e-3)


def test_two_equal_sites_and_one_in_between_by_hand() -> None:
    """All live as far from both sites, one server each: half goes to each, and waits rho / (1 - rho) services."""
    choice = Choice.of(
        np.full((3, 2), 6.0), np.array([[0, 1]] * 3, dtype=np.int32), np.full(3, 20.0), np.array([0, 1]), np.ones(2)
    )
    found = equilibrium(choice, Servers(np.ones(2), 50.0, SERVICE), decay=DECAY, wait_weight=1.0)
    assert found is not None
    assert found.load == pytest.approx([30, 30])
    assert found.wait == pytest.approx([SERVICE * 0.6 / 0.4] * 2, rel=1e-5)


def test_the_odds_of_two_sites_are_those_of_their_minutes_with_the_wait() -> None:
    choice = Choice.of(
        np.array([[1.0, 5.0]]), np.array([[0, 1]], dtype=np.int32), np.array([80.0]), np.array([0, 1]), np.ones(2)
    )
    found = equilibrium(choice, Servers(np.array([1.0, 2.0]), 60.0, SERVICE), decay=DECAY, wait_weight=2.0)
    assert found is not None
    odds = np.exp(-DECAY * (1 + 2 * found.wait[0] - 5 - 2 * found.wait[1]))
    assert found.load[0] / found.load[1] == pytest.approx(odds, rel=1e-4)
    assert found.wait == pytest.approx(waiting(np.array([1.0, 2.0]), found.load / 60, SERVICE)[0], rel=1e-3)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(towns(), st.floats(1.02, 4.0), st.floats(0.0, 3.0), st.integers(0, 2**31))
def test_what_is_found_agrees_with_itself(place: Town, room: float, weight: float, seed: int) -> None:
    choice = place.choice
    count = np.random.default_rng(seed).uniform(0.5, 8, len(place.site_place))
    servers = Servers(count, room * place.demand.sum() / count.sum(), SERVICE)
    found = equilibrium(choice, servers, decay=DECAY, wait_weight=weight)
    assume(found is not None)
    assert found is not None
    assert (found.load < servers.capacity).all()
    assert found.load.sum() == pytest.approx(place.demand.sum())
    wait = waiting(count, found.load / servers.per_year, SERVICE)[0]
    again = choice.at(DECAY, weight * found.wait).load()
    assert again == pytest.approx(found.load, abs=1e-6 * place.demand.sum())
    near = found.load < 0.9 * servers.capacity  # near full, a load to 1e-6 leaves the wait less sure
    assert found.wait[near] == pytest.approx(wait[near], rel=1e-3, abs=1e-4)


@settings(max_examples=25)
@given(towns())
def test_room_without_end_gives_the_choice_without_waiting(place: Town) -> None:
    servers = Servers(np.full(len(place.site_place), 1e6), place.demand.sum(), SERVICE)
    found = equilibrium(place.choice, servers, decay=DECAY, wait_weight=1.0)
    assert found is not None
    assert found.load == pytest.approx(place.choice.at(DECAY).load())
    assert found.wait == pytest.approx(np.zeros(len(found.wait)), abs=1e-9)


@settings(max_examples=25)
@given(towns())
def test_sites_of_unknown_capacity_have_no_limit_and_no_wait(place: Town) -> None:
    count = np.full(len(place.site_place), np.nan)
    found = equilibrium(place.choice, Servers(count, 1.0, SERVICE), decay=DECAY, wait_weight=1.0)
    assert found is not None
    assert np.isnan(found.wait).all()
    assert found.load == pytest.approx(place.choice.at(DECAY).load())


@pytest.mark.parametrize("seed", range(4))
def test_more_than_sites_can_do_has_no_equilibrium(seed: int) -> None:
    place = town(seed)
    servers = Servers(np.ones(5), 0.98 * place.demand.sum() / 5, SERVICE)
    assert equilibrium(place.choice, servers, decay=DECAY, wait_weight=1.0) is None


def test_a_full_site_that_some_have_no_other_for_has_no_equilibrium_either() -> None:
    """Together there is room enough; who lives on the island has one site."""
    choice = Choice.of(
        np.array([[1.0, np.nan], [1.0, 2.0]]),
        np.array([[0, -1], [1, 0]], dtype=np.int32),
        np.array([12.0, 5.0]),
        np.array([0, 1]),
        np.ones(2),
    )
    assert equilibrium(choice, Servers(np.ones(2), 10.0, SERVICE), decay=DECAY, wait_weight=1.0) is None
    assert equilibrium(choice, Servers(np.ones(2), 12.5, SERVICE), decay=DECAY, wait_weight=1.0) is not None


@settings(max_examples=25)
@given(towns(), st.randoms(use_true_random=False))
def test_rows_in_another_order_give_the_same_bits(place: Town, random: object) -> None:
    order = np.arange(len(place.demand))
    random.shuffle(order)  # type: ignore[attr-defined]
    servers = Servers(np.full(len(place.site_place), 2.0), place.demand.sum(), SERVICE)
    one, other = (
        equilibrium(item.choice, servers, decay=DECAY, wait_weight=1.0) for item in (place, place.taken(order))
    )
    assert one is not None
    assert other is not None
    assert one.load.tobytes() == other.load.tobytes()
    assert one.wait.tobytes() == other.wait.tobytes()


@pytest.mark.slow
def test_a_simulation_of_two_sites_with_a_choice_keeps_the_shares() -> None:
    """People arrive by chance and go where the equilibrium says: the waits that come of it make the same choice."""
    far, count, asked = np.array([3.0, 5.0]), np.array([1.0, 3.0]), 0.22  # a minute
    minutes_a_year = 1e6
    choice = Choice.of(
        far[None], np.array([[0, 1]], dtype=np.int32), np.array([asked * minutes_a_year]), np.array([0, 1]), np.ones(2)
    )
    servers = Servers(count, minutes_a_year / SERVICE, SERVICE)
    found = equilibrium(choice, servers, decay=DECAY, wait_weight=1.0)
    assert found is not None
    rates = found.load / minutes_a_year
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=float(rate)) for rate in rates],
        service_distributions=[ciw.dists.Exponential(rate=1 / SERVICE)] * 2,
        number_of_servers=[1, 3],
        routing=[[0.0, 0.0], [0.0, 0.0]],
    )
    utilities = []
    for seed in range(24):
        ciw.seed(seed)
        run = ciw.Simulation(network)
        run.simulate_until_max_time(40_000)
        records = [record for record in run.get_all_records() if record.arrival_date > 2_000]
        waits = [np.mean([record.waiting_time for record in records if record.node == node]) for node in (1, 2)]
        utilities.append(-DECAY * (far[0] + waits[0] - far[1] - waits[1]))
    half = 2.07 * np.std(utilities, ddof=1) / np.sqrt(len(utilities))  # Student's t with 23 degrees of freedom
    assert abs(np.mean(utilities) - np.log(found.load[0] / found.load[1])) < half
    assert half < 0.2
