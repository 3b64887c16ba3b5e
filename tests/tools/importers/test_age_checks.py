"""How far estimated ages are off, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tools.importers.age_checks import OF_SQUARES, against_squares, against_wijken, make_up_error


def test_the_error_one_level_up_by_hand() -> None:
    """Two PC4s of one gemeente with ten 65-plussers each, all of 90 in one of them and none in the other."""
    classes = ["65-69", "70-74", "75-79", "80-84", "85-89", "90-94", "95+"]
    ages = pd.DataFrame(0.0, index=["9001", "9002"], columns=classes)
    ages.loc["9001", "65-69"] = ages.loc["9002", "90-94"] = 10
    where = pd.DataFrame({"pc4": ["9001", "9002"], "gemeente": ["X", "X"]})
    assert set(make_up_error(where, ages).values()) == {500}
    assert set(make_up_error(where.assign(gemeente=["X", "Y"]), ages).values()) == {0}


@pytest.mark.parametrize(("published", "off"), [((40, 40, 20), 0), ((50, 40, 10), 100), ((20, 40, 40), 200)])
def test_classes_of_a_wijk_are_held_against_its_percentages(published: tuple[int, int, int], off: int) -> None:
    """A wijk of two buurten with 40, 40 and 20 people in three classes; another one is unknown and left out."""
    table = pd.DataFrame(
        {
            "buurtcode": ["A", "B", "C"],
            "leeftijd_15_24": [30.0, 10.0, 5.0],
            "leeftijd_25_44": [20.0, 20.0, float("nan")],
            "leeftijd_45_64": [0.0, 20.0, 5.0],
        }
    )
    buurten = pd.DataFrame({"buurtcode": ["A", "B", "C"], "wijkcode": ["W", "W", "V"]})
    shares = dict(zip(("pct_15_25", "pct_25_45", "pct_45_65"), published, strict=True))
    wijken = pd.DataFrame([{"wijkcode": "W", **shares}, {"wijkcode": "V", **shares}])
    found = against_wijken(table, buurten, wijken)
    assert list(found.values()) == [1, off, off]


def test_the_rule_on_squares_is_right_where_all_of_a_pc4_live_alike_and_wrong_where_they_do_not() -> None:
    """Two buurten of one PC4 with as many addresses; in the second case the young live in one, the old in the other."""
    addresses = pd.DataFrame({"pc4": ["9001"] * 4, "buurtcode": ["A", "A", "B", "B"]})

    def squares(one: list[float], other: list[float]) -> pd.DataFrame:
        rows = [("9001", "A", *one), ("9001", "B", *other), (None, "B", 99.0, 99.0, 99.0)]
        return pd.DataFrame(rows, columns=["pc4", "buurtcode", *OF_SQUARES])

    assert list(against_squares(squares([5, 10, 15], [10, 20, 30]), addresses).values()) == [2, 0, 0]
    assert list(against_squares(squares([30, 0, 0], [0, 0, 30]), addresses).values()) == [2, 500, 500]
