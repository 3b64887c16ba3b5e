"""What is said of capacities that are not known."""

from __future__ import annotations

import numpy as np
import pytest

from zorgkaart.errors import Problems
from zorgkaart.project.supply_keys import SupplySection
from zorgkaart.quality.unknown_capacities import check_capacities

NAN = float("nan")


@pytest.mark.parametrize(
    ("amounts", "counts_sites", "only_known", "text"),
    [
        ([], False, False, "no site of elv in the areas counts"),
        ([NAN, NAN], True, False, "no site of elv has a capaciteit; each of 2 sites counts as one"),
        ([3.0, NAN], False, True, "1 of 2 sites of elv are left out, as they have no capaciteit"),
        (
            [3.0, NAN],
            False,
            False,
            "1 of 2 sites of elv have no capaciteit; the supply of who lives near",
        ),
    ],
)
def test_each_case_has_its_sentence(amounts: list[float], counts_sites: bool, only_known: bool, text: str) -> None:
    section = SupplySection(catchment_min=10.0, only_known=only_known)
    problems = Problems()
    check_capacities("elv", section, np.array(amounts), counts_sites=counts_sites, problems=problems)
    (problem,) = problems
    assert text in str(problem)
    assert not problems.fatal


def test_nothing_is_said_where_all_is_known() -> None:
    problems = Problems()
    section = SupplySection(catchment_min=10.0)
    check_capacities("elv", section, np.array([0.0, 2.0]), counts_sites=False, problems=problems)
    assert not len(problems)
