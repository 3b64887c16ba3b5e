"""The forecast of the province: it begins at the ages of now, meets the published totals, and tells its error."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.paths import DATA

from tools.importers.cohorts import cohort_change, single_years
from tools.importers.forecast import ERROR_FILE, FILE, NAMES, YEARS, to_published
from tools.importers.forecast_error import Region


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(DATA / FILE)


def test_it_begins_with_the_ages_of_now(table: pd.DataFrame) -> None:
    now = pd.read_csv(DATA / "residents" / "leeftijdsklassen.csv").set_index("buurtcode")[NAMES]
    first = table[table["jaar"] == YEARS[0]].set_index("buurtcode")
    aged = first[NAMES].dropna()
    pd.testing.assert_frame_equal(aged, now.loc[aged.index])
    assert set(first.index[first[NAMES[0]].isna()]).isdisjoint(now.dropna().index)


def test_it_meets_what_is_published_of_2040(table: pd.DataFrame) -> None:
    then = table[table["jaar"] == 2040]
    assert then["inwoners"].sum() == pytest.approx(567_130, abs=0.5)
    aged = then[NAMES].sum()
    assert aged[NAMES[13:]].sum() / aged.sum() == pytest.approx(152_080 / 567_130, abs=1e-4)
    assert aged[NAMES[16:]].sum() / aged.sum() == pytest.approx(0.091, abs=1e-4)


def test_every_buurt_is_in_every_year_and_nobody_is_less_than_none(table: pd.DataFrame) -> None:
    assert table.groupby("jaar")["buurtcode"].nunique().nunique() == 1
    assert sorted(table["jaar"].unique()) == list(YEARS)
    assert table[[*NAMES, "inwoners"]].min().min() >= 0


def test_it_is_nearer_than_no_change_for_older_people_and_says_where_it_is_not() -> None:
    error = pd.read_csv(DATA / ERROR_FILE).set_index(["niveau", "leeftijd"])
    for level in ("gemeenten", "wijken"):
        assert error.loc[(level, "65+"), "mis_pct"] < error.loc[(level, "65+"), "mis_pct_onveranderd"]
    assert error.loc[("gemeenten", "0-14"), "mis_pct"] > error.loc[("gemeenten", "0-14"), "mis_pct_onveranderd"]
    assert (error["gebieden"] > 0).all()


def test_the_factors_run_from_now_to_the_published_year_and_stay() -> None:
    people = {2024: np.full(20, 30_000.0), 2032: np.full(20, 30_000.0), 2040: np.full(20, 25_000.0)}
    factors = to_published(people | {2050: np.full(20, 1.0)})
    np.testing.assert_array_equal(factors[2024], 1.0)
    np.testing.assert_allclose(factors[2032] - 1, (factors[2040] - 1) / 2)
    np.testing.assert_array_equal(factors[2050], factors[2040])
    assert (people[2040] * factors[2040]).sum() == pytest.approx(567_130)


def test_buurten_add_up_to_their_gemeente_and_areas_elsewhere_do_not_count() -> None:
    random = np.random.default_rng(2)
    pc4 = ["9001", "9002", "1001"]
    counts = {
        year: {sex: pd.DataFrame(random.integers(50, 90, (3, 20)), index=pc4) for sex in ("mannen", "vrouwen")}
        for year in (2018, 2021)
    }
    buurten = pd.DataFrame({"buurtcode": ["A", "B", "C"], "gemeentenaam": ["Een", "Een", "Twee"]})
    region = Region(buurten, pd.Series(["Een", "Twee", "Ver"], index=pc4), counts)
    assert region.common == ["9001", "9002"]
    assert region.counted(2021)[0, 1].tolist() == counts[2021]["vrouwen"].loc["9001"].tolist()
    change = cohort_change(region.counted(2018), region.counted(2021), years=3)
    start = single_years(random.integers(10, 30, (3, 20)).astype(float))
    group = region.gemeente_rows(buurten["gemeentenaam"])
    path = region.followed(start, group, change, count=2021, years=10, settled=40)
    alone = region.followed(start[2:], group[2:], change, count=2021, years=10, settled=40)
    np.testing.assert_array_equal(path[0], start)
    np.testing.assert_allclose(path[:, 2], alone[:, 0])
