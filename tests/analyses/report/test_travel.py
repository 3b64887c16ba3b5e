"""The chapter on travel times is that of the users, worked out anew."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.report_samples import PERSON, TENTH, rows_of, value

from zorgkaart.scenarios.scenario import Scenario


def test_travel_times_of_the_users_are_those_of_the_run(ommelander: Scenario, ommelander_page: str) -> None:
    """Worked out here anew, from the times and sites of every resident point."""
    table = ommelander.before.facilities.table
    closed = table.index[table["id"] == "seh-ommelander-scheemda"][0]
    before, after = ommelander.before.travel["seh"], ommelander.after.travel["seh"]
    users = before.site == closed
    weight = np.nan_to_num(ommelander.before.residents.weight)[users]
    spread = rows_of(ommelander_page, "reistijd-seh-spreiding")
    for column, minutes in ((1, before.minutes[users]), (2, after.minutes[users])):
        order = np.argsort(minutes)
        running = np.cumsum(weight[order]) / weight.sum()
        expected = [np.average(minutes, weights=weight)]
        expected += [minutes[order][np.searchsorted(running, share)] for share in (0.1, 0.5, 0.9)]
        expected.append(minutes[weight > 0].max())
        assert [value(row[column]) for row in spread] == pytest.approx(expected, abs=TENTH)
    classes = rows_of(ommelander_page, "reistijd-seh-klassen")
    bounds = [0, *ommelander.before.project.kinds["seh"].classes_min, math.inf]
    for row, low, high in zip(classes[:-1], bounds, bounds[1:], strict=False):
        for column, minutes in ((1, before.minutes[users]), (2, after.minutes[users])):
            inside = (minutes > low) & (minutes <= high)
            assert value(row[column]) == pytest.approx(weight[inside].sum(), abs=PERSON)
    assert value(classes[-1][1]) == value(classes[-1][2]) == pytest.approx(weight.sum(), abs=PERSON)
    gemeente = ommelander.before.areas.buurten["gemeentenaam"].to_numpy()[ommelander.before.residents.area[users]]
    rows = {row[0]: row for row in rows_of(ommelander_page, "reistijd-seh-gebied")}
    assert set(rows) == {*gemeente[weight > 0], "Totaal"}
    for name in set(gemeente[weight > 0]):
        mine = gemeente == name
        assert value(rows[name][1]) == pytest.approx(weight[mine].sum(), abs=PERSON)
        for column, minutes in ((2, before.minutes), (3, after.minutes)):
            assert value(rows[name][column]) == pytest.approx(
                np.average(minutes[users][mine], weights=weight[mine]), abs=TENTH
            )
