"""What is asked of practices, and how long people wait there, on the small project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.capacity_samples import crowded

from zorgkaart.access.queues import waiting
from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.analyses.capacity.compute import Capacity, NoWait
from zorgkaart.errors import EmptySitesError, InputError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.load import site_load
from zorgkaart.study.study import Study

VISITS_EACH = 5.0


def test_who_minds_every_minute_where_there_is_room_goes_to_the_nearest(situations: Callable[..., Situations]) -> None:
    ends = {"decay_per_min": 10.0, "decay_low": 10.0, "decay_high": 10.0}
    now = situations(each=1000.0, **ends).now
    nearest = site_load(now.study, "huisarts")[now.supply.rows]
    assert now.outcome().load == pytest.approx(VISITS_EACH * nearest, rel=1e-4)
    assert now.outcome().wait == pytest.approx([0, 0], abs=1e-9)


def test_all_that_is_asked_goes_somewhere(now: Situations) -> None:
    side = now.now
    joined = side.study.travel["huisarts"].site >= 0
    visits = VISITS_EACH * np.nansum(side.study.residents.weight[joined])
    assert side.asked == pytest.approx(visits)
    for which in ("", "laag", "hoog"):
        assert side.outcome(which).load.sum() == pytest.approx(visits)
    everybody = VISITS_EACH * np.nansum(side.study.residents.weight)
    assert side.asked + side.unreached == pytest.approx(everybody)


def test_waits_are_those_of_the_loads_and_move_people(now: Situations) -> None:
    result = now.now.outcome()
    assert result.no_wait is None
    exact = waiting(np.full(2, 2.0), result.load / 4000, 10.0)[0]
    assert result.wait == pytest.approx(exact, rel=1e-3)
    busiest = int(np.argmax(result.wait))
    assert result.load[busiest] < result.free.load()[busiest]


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"service_min": None}, NoWait.NO_TIME),
        ({"visits": False}, NoWait.NO_COUNT),
        ({"each": None}, NoWait.NO_CAPACITY),
        ({"each": 0.5}, NoWait.TOO_MUCH),
        ({"capacities": (0.1, 9.0), "nearest": 1}, NoWait.NO_BALANCE),
    ],
)
def test_no_waiting_is_given_where_none_follows(
    situations: Callable[..., Situations], keys: dict[str, Any], why: NoWait
) -> None:
    result = situations(**keys).now.outcome()
    assert result.no_wait is why
    assert np.isnan(result.wait).all()
    assert result.load == pytest.approx(result.free.load())


def test_what_is_short_is_counted(situations: Callable[..., Situations]) -> None:
    side = situations(each=0.5).now
    assert side.missing == pytest.approx(side.asked - 2 * 0.5 * 4000)


def test_a_site_of_unknown_capacity_has_no_limit(situations: Callable[..., Situations]) -> None:
    side = situations(capacities=(1.5, None)).now
    assert side.missing == 0
    wait = side.outcome().wait
    assert wait[0] > 0
    assert np.isnan(wait[1])


def test_a_site_that_can_do_nothing_is_chosen_by_nobody(situations: Callable[..., Situations]) -> None:
    side = situations(capacities=(0.0, 9.0)).now
    table = side.study.facilities.table
    assert table["id"].iloc[side.supply.rows].tolist() == ["huisarts-lint"]
    assert table["id"].iloc[side.everything.empty].tolist() == ["huisarts-heem"]
    assert side.outcome().load.tolist() == [pytest.approx(side.asked)]


def test_where_no_site_can_do_anything_nothing_is_computed(situations: Callable[..., Situations]) -> None:
    with pytest.raises(EmptySitesError, match="serves anybody"):
        situations(capacities=(0.0, 0.0))


def test_a_kind_without_a_section_is_refused_by_name(study: Study) -> None:
    with pytest.raises(InputError, match=r"no \[capacity.huisarts\].*there are none"):
        Capacity(study, "huisarts")
    with pytest.raises(InputError, match="kind of care 'tandarts'"):
        Capacity(study, "tandarts")


def test_the_decay_follows_from_flows_that_the_model_would_give(
    situations: Callable[..., Situations], now: Situations
) -> None:
    """The flows of the buurt Eenrichting, from its shares at a decay of 0.3."""
    choice = now.now.choice
    mine = now.now.study.residents.area[choice.order] == 2
    shares = choice.demand[mine] @ choice.at(0.3).matrix().toarray()[mine]
    rows = [
        f"BU00000002,{site},{share}" for site, share in zip(("huisarts-heem", "huisarts-lint"), shares, strict=True)
    ]
    fitted = situations(flows="\n".join([*rows, "BU00000002,elders,9"])).now.decay
    assert fitted.fitted is not None
    assert fitted.values[""] == pytest.approx(0.3, abs=1e-3)
    width = 1.96 * fitted.fitted.error
    assert fitted.values["hoog"] - fitted.values[""] == pytest.approx(width)
    assert fitted.fitted.used == pytest.approx(shares.sum())


def test_flows_that_do_not_tell_are_refused(situations: Callable[..., Situations]) -> None:
    """From where there is one site only within the nearest, nobody chooses."""
    side = situations(flows="BU00000002,huisarts-lint,10\n", nearest=1).now
    with pytest.raises(InputError, match="no decay follows"):
        _ = side.decay


@pytest.mark.slow
def test_rows_of_sites_and_addresses_in_another_order_give_the_same_bits(
    practices: Callable[..., Project], tmp_path: Path
) -> None:
    project = practices(capacities=(1.2, 1.7), attraction=0.7)
    sites = pd.read_csv(project.kinds["huisarts"].table).iloc[::-1]
    sites.to_csv(tmp_path / "praktijken.csv", index=False)
    addresses = pd.read_csv(project.residents.addresses[0], dtype=str).sample(frac=1, random_state=4)
    addresses.to_csv(tmp_path / "adressen.csv", index=False)
    mixed = project.with_changes(
        kinds={"huisarts": {"table": tmp_path / "praktijken.csv"}},
        residents={"addresses": (tmp_path / "adressen.csv", *project.residents.addresses[1:])},
    )
    assert crowded(mixed) == crowded(project)
