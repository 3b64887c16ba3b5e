"""From ages per PC4 to inhabitants by class of age per buurt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.paths import DATA

from tools.importers.ages import CLASSES, FILE, PARTS, by_class, column, parts_known, spread_ages, women_share
from zorgkaart.errors import InputError

NAN = float("nan")
COUNT = len(CLASSES)


def addresses(*groups: tuple[str, str, int]) -> pd.DataFrame:
    rows = [(pc4, buurt) for pc4, buurt, count in groups for _ in range(count)]
    return pd.DataFrame(rows, columns=["pc4", "buurtcode"])


def people(**rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame({pc4[1:]: row for pc4, row in rows.items()}, index=list(CLASSES), dtype=float).T


def parts(**rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=[part.name for part in PARTS]).T


def ages_of(table: pd.DataFrame, buurt: str) -> list[float]:
    return table.set_index("buurtcode").loc[buurt, [column("leeftijd", name) for name in CLASSES]].tolist()


def test_a_made_up_region_in_which_the_ages_of_every_buurt_are_known() -> None:
    """Buurten A and B in PC4s 9001 and 9002 by 3 to 1 and 1 to 3 addresses; everyone lives alike within a PC4."""
    ages = people(p9001=[float(10 * n) for n in range(20, 0, -1)], p9002=[float(3 * n + n % 4) for n in range(1, 21)])
    women = ages * 0 + [0.25 + 0.025 * n for n in range(COUNT)]
    cells = {("9001", "A"): 0.75, ("9001", "B"): 0.25, ("9002", "A"): 0.25, ("9002", "B"): 0.75}
    truth = {buurt: sum(part * ages.loc[pc4] for (pc4, here), part in cells.items() if here == buurt) for buurt in "AB"}
    known = parts(**{buurt: tuple(row.iloc[part.classes].sum() for part in PARTS) for buurt, row in truth.items()})
    where = addresses(("9001", "A", 3), ("9001", "B", 1), ("9002", "A", 1), ("9002", "B", 3))
    table, notes = spread_ages(where, ages, women, known)
    for buurt, row in truth.items():
        assert ages_of(table, buurt) == pytest.approx(row.tolist(), abs=0.006)
    fertile = table.set_index("buurtcode").filter(like="vrouwen")
    assert list(fertile) == [column("vrouwen", name) for name in CLASSES[3:10]]
    assert fertile.loc["A"].to_numpy() == pytest.approx((truth["A"] * women.loc["9001"])[3:10].to_numpy(), abs=0.006)
    assert set(notes.values()) == {0}


def test_each_part_of_life_is_kept_to_the_letter_where_both_totals_cannot_be() -> None:
    ages = people(p9001=[10.0] * COUNT, p9002=[20.0] * COUNT)
    known = parts(A=(50.0, 100.0, 35.0), B=(10.0, 300.0, 65.0))
    where = addresses(("9001", "A", 1), ("9002", "B", 1), ("9002", "A", 1))
    table = spread_ages(where, ages, ages * 0 + 0.5, known)[0]
    for buurt in known.index:
        found = pd.Series(ages_of(table, str(buurt)), index=list(CLASSES))
        assert [found.iloc[part.classes].sum() for part in PARTS] == pytest.approx(known.loc[buurt].tolist(), abs=0.1)


def test_what_is_not_published_or_has_no_address_stays_unknown_and_none_is_none() -> None:
    ages = people(p9001=[10.0] * COUNT)
    known = parts(**{"A": (NAN, 60.0, 70.0), "B": (30.0, 0.0, 0.0), "zonder adres": (5.0, 5.0, 5.0)})
    where = addresses(("9001", "A", 4), ("9001", "B", 1))
    table, notes = spread_ages(where, ages, ages * 0 + 0.5, known)
    assert ages_of(table, "A") == pytest.approx([NAN] * 3 + [6.0] * 10 + [10.0] * 7, nan_ok=True)
    assert ages_of(table, "B") == [10.0] * 3 + [0.0] * 17
    assert np.isnan(ages_of(table, "zonder adres")).all()
    assert notes["65 jaar en ouder: inwoners van buurten zonder adres"] == 5
    assert notes["0 tot 15 jaar: buurten waarvan het aantal niet is gepubliceerd"] == 1


def test_the_parts_of_life_of_a_buurt_follow_from_three_numbers_rounded_to_fives() -> None:
    buurten = pd.DataFrame(
        {
            "buurtcode": ["A", "B", "C"],
            "inwoners": [100.0, 20.0, NAN],
            "inwoners_0_15": [20.0, 5.0, 5.0],
            "inwoners_65plus": [30.0, 20.0, NAN],
        }
    )
    assert parts_known(buurten).to_numpy() == pytest.approx(
        np.array([[20, 50, 30], [5, 0, 20], [5, NAN, NAN]]), nan_ok=True
    )


def raw(pc4: list[str], **columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"pc4": np.repeat(pc4, COUNT), "leeftijd": [*CLASSES] * len(pc4), **columns})


def test_a_table_without_a_class_is_refused() -> None:
    with pytest.raises(InputError, match=r"lacks 95\+\. Use"):
        by_class(raw(["9001"], inwoners=[1.0] * COUNT).iloc[:-1], "inwoners")


def test_a_pc4_of_which_a_class_is_unknown_is_left_out() -> None:
    table = raw(["9001", "9002"], inwoners=[*[1.0] * (2 * COUNT - 1), NAN])
    assert by_class(table, "inwoners").index.tolist() == ["9001"]


def test_the_share_of_women_is_that_of_all_where_nobody_lives() -> None:
    table = raw(["9001", "9002"], vrouwen=[30.0] * COUNT + [0.0] * COUNT, mannen=[10.0] * COUNT + [0.0] * COUNT)
    assert women_share(table).to_numpy() == pytest.approx(np.full((2, COUNT), 0.75))


def test_the_table_of_the_project_keeps_what_cbs_publishes() -> None:
    """Each part of life of each buurt, but for hundredths; unknown exactly where it is not published."""
    table = pd.read_csv(DATA / Path(FILE)).set_index("buurtcode")
    known = parts_known(pd.read_parquet(DATA / "boundaries" / "buurten.parquet")).reindex(table.index)
    assert len(table) == len(known)
    for part in PARTS:
        mine = table[[column("leeftijd", name) for name in CLASSES[part.classes]]].sum(axis=1, skipna=False)
        assert mine[known[part.name].isna()].isna().all()
        assert known.loc[mine.isna(), part.name].sum() < 100
        off = (mine - known[part.name]).abs()
        assert off.max() < 0.1
    women = table.filter(like="vrouwen")
    everyone = table[[name.replace("vrouwen", "leeftijd") for name in women]]
    assert (women.fillna(0).to_numpy() <= everyone.fillna(0).to_numpy() + 0.01).all()
