"""Tables of need: sums by hand, and what the tables of the project must add up to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.paths import DATA

from tools.importers.ages import CLASSES
from tools.importers.need import MATERNITY, SEH_CLASSES, VISITS, births_per_woman, cost_weights, seh_visits
from zorgkaart.errors import InputError, Problems
from zorgkaart.inputs.age_names import AgeClass
from zorgkaart.inputs.need import read_need
from zorgkaart.inputs.visits import visits_per_inhabitant

KINDS = ("huisarts", "apotheek", "elv", "grz", "seh", "acute_verloskunde")
FERTILE = CLASSES[3:10]


def test_weights_are_costs_per_year_over_the_mean_of_all() -> None:
    """100 years at 10 euros and 300 years at 30: a mean of 25."""
    costs = pd.DataFrame(
        {
            "leeftijdsklasse": ["90+", "0 t/m 4 jaar", "0 t/m 4 jaar", None],
            "aantal_verzekerdejaren": [300.0, 60.0, 40.0, 999.0],
            "a": [4500.0, 600.0, 0.0, 5.0],
            "b": [4500.0, 0.0, 400.0, 5.0],
        }
    )
    table = cost_weights(costs, ["a", "b"])
    assert table["leeftijdsklasse"].tolist() == ["0-4", "90+"]
    assert table["gebruik_per_jaar"].tolist() == pytest.approx([0.4, 1.2])


def test_a_class_that_vektis_does_not_write_is_refused() -> None:
    costs = pd.DataFrame({"leeftijdsklasse": ["oud"], "aantal_verzekerdejaren": [1.0], "a": [1.0]})
    with pytest.raises(InputError, match="'oud' is not a class of age"):
        cost_weights(costs, ["a"])


def profile(*visits: float) -> pd.DataFrame:
    names = [f"leeftijd {name}" for name in ("0", "1-10", "11-17", "18-74", "75+")]
    return pd.DataFrame({"grootheid": names, "jaar": visits})


COUNTRY = {
    AgeClass(first, None if first == 95 else first + 4): 100.0 if first == 95 else 500.0 for first in range(0, 100, 5)
}


def test_visits_that_hang_on_no_age_are_the_same_at_each() -> None:
    """In the country 100 people of every year of age and 100 of 95 and over, each of whom goes twice."""
    alike = profile(200, 2000, 1400, 11_400, 2 * (4 * 500 + 100))
    table = seh_visits(alike, COUNTRY, COUNTRY, 0.3)
    assert table["gebruik_per_jaar"].tolist() == pytest.approx([0.3] * len(SEH_CLASSES))


def test_classes_of_visits_are_cut_by_years_and_the_level_is_that_of_the_region() -> None:
    """Babies only: a fifth of the children up to 4 is one; in the region one in ten is that young."""
    table = seh_visits(profile(100, 0, 0, 0, 0), COUNTRY, {AgeClass(0, 4): 10.0, AgeClass(75, 79): 90.0}, 0.2)
    assert table["gebruik_per_jaar"].tolist() == pytest.approx([2.0, 0, 0, 0, 0, 0])


def test_births_follow_maternity_care_and_add_up_to_those_of_the_year() -> None:
    rows = [("V", f"{name.replace('-', ' t/m ')} jaar", 10.0, 10.0 * n) for n, name in enumerate(FERTILE)]
    costs = pd.DataFrame([*rows, ("M", "25 t/m 29 jaar", 10.0, 999.0)])
    costs.columns = pd.Index(["geslacht", "leeftijdsklasse", "aantal_verzekerdejaren", MATERNITY])
    people = pd.DataFrame(
        {"pc4": ["9001"] * 7 + ["9002"] * 7, "leeftijd": [*FERTILE] * 2, "vrouwen": [2] * 7 + [4] * 7}
    )
    births = pd.DataFrame({"pc4": ["9001", "9002"], "geboorten_per_jaar": [7.0, 14.0]})
    table, notes = births_per_woman(costs, births, people)
    women = table[table["geslacht"] == "vrouwen"].set_index("leeftijdsklasse")["gebruik_per_jaar"]
    assert women.to_numpy() == pytest.approx(np.arange(7) / 6, abs=1e-4)
    assert 6 * women.sum() == pytest.approx(21, abs=1e-3)
    assert table["gebruik_per_jaar"].sum() == pytest.approx(women.sum())
    assert list(notes.values()) == [0, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_tables_of_the_project_can_be_read(kind: str) -> None:
    problems = Problems()
    rates = read_need(DATA / "need" / f"{kind}.csv", problems)
    assert rates is not None
    assert not problems


def test_the_visits_of_the_province_are_those_of_the_regional_report() -> None:
    """By an own sum over the tables, not by the importer's."""
    ages = pd.read_csv(DATA / "residents" / "leeftijdsklassen.csv")
    buurten = pd.read_parquet(DATA / "boundaries" / "buurten.parquet")
    mine = ages[ages["buurtcode"].isin(buurten.loc[buurten["provincie"] == "Groningen", "buurtcode"])]
    everyone = mine.filter(like="leeftijd").dropna()
    use = pd.read_csv(DATA / "need" / "seh.csv").set_index("leeftijdsklasse")["gebruik_per_jaar"]
    of_class = [use.iloc[0], use.iloc[1], use.iloc[2], use.iloc[3], *[use["20-74"]] * 11, *[use["75+"]] * 5]
    visits = float((everyone.sum().to_numpy() * of_class).sum())
    assert visits / everyone.sum().sum() == pytest.approx(visits_per_inhabitant(VISITS)["seh"], rel=1e-4)
