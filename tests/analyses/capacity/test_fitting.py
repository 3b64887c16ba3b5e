"""Whether people fit: the small project, and what must hold of every answer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zorgkaart.analyses.capacity.change import NOW, Situations


def test_where_all_fit_the_nearest_is_best(now: Situations) -> None:
    best = now.best[NOW]
    assert best.fits
    assert best.elsewhere.sum() == 0
    assert best.extra_minutes == 0
    assert best.demand.sum() + best.beyond == pytest.approx(now.now.asked)


def test_who_lives_beyond_the_limit_is_counted_apart(situations: Callable[..., Situations]) -> None:
    found = situations(reach_min=4.0)
    best, travel = found.best[NOW], found.now.study.travel["huisarts"].minutes
    people = np.nan_to_num(found.now.study.residents.weight)
    assert best.beyond == pytest.approx(5 * people[travel > 4].sum())


def test_a_shortage_is_what_is_asked_above_what_there_is(situations: Callable[..., Situations]) -> None:
    """With a limit of 100 minutes everybody reaches both practices (the one in Lint by one way only)."""
    found = situations(each=0.5, reach_min=100.0)
    best = found.best[NOW]
    assert not best.fits
    assert best.shortage.sum() == pytest.approx(found.now.missing)
    table = best.areas("gemeenten")
    assert table["tekort_per_jaar"].sum() == pytest.approx(found.now.missing)
    assert table["gevraagd_per_jaar"].sum() == pytest.approx(found.now.asked)


def test_a_full_practice_sends_people_on(situations: Callable[..., Situations]) -> None:
    """All that the practice of Heem cannot do goes to Lint, which has no limit."""
    found = situations(capacities=(0.3, None), reach_min=100.0)
    best = found.best[NOW]
    assert best.fits
    nearest = np.bincount(best.nearest, best.demand)
    place = found.now.places[1][0]
    assert best.elsewhere.sum() == pytest.approx(nearest[place] - 0.3 * 4000, rel=1e-5)
    assert best.extra_minutes > 0
