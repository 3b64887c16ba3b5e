"""From ages per PC4 to older inhabitants per buurt."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.paths import DATA

from tools.importers.ages import CLASSES, FILE, _ages, make_up_error, spread_ages
from zorgkaart.errors import InputError

NAN = float("nan")


def addresses(*groups: tuple[str, str, int]) -> pd.DataFrame:
    rows = [(pc4, buurt) for pc4, buurt, count in groups for _ in range(count)]
    return pd.DataFrame(rows, columns=["pc4", "buurtcode"])


def test_a_made_up_region_in_which_the_ages_of_every_buurt_are_known() -> None:
    """Buurten A and B in PC4s 9001 and 9002 by 3 to 1 and 1 to 3 addresses; everyone lives alike within a PC4."""
    make_up = {"9001": [40, 30, 20, 10, 8, 4, 0], "9002": [400, 100, 60, 40, 20, 12, 8]}
    ages = pd.DataFrame(make_up, index=list(CLASSES), dtype=float).T
    cells = {("9001", "A"): 0.75, ("9001", "B"): 0.25, ("9002", "A"): 0.25, ("9002", "B"): 0.75}
    truth = {buurt: sum(part * ages.loc[pc4] for (pc4, here), part in cells.items() if here == buurt) for buurt in "AB"}
    known = pd.Series({buurt: people.sum() for buurt, people in truth.items()})
    where = addresses(("9001", "A", 3), ("9001", "B", 1), ("9002", "A", 1), ("9002", "B", 3))
    table, notes = spread_ages(where, ages, known)
    for buurt, row in table.set_index("buurtcode").iterrows():
        assert row["inwoners_75plus"] == pytest.approx(truth[buurt].iloc[2:].sum(), abs=0.06)
        assert row["inwoners_85plus"] == pytest.approx(truth[buurt].iloc[4:].sum(), abs=0.06)
    assert set(notes.values()) == {0}


def test_what_is_not_published_or_has_no_address_stays_unknown_and_none_is_none() -> None:
    ages = pd.DataFrame([[10, 10, 10, 10, 10, 0, 0]], index=["9001"], columns=list(CLASSES), dtype=float)
    known = pd.Series({"A": 40.0, "geheim": NAN, "leeg": 0.0, "zonder adres": 5.0})
    where = addresses(("9001", "A", 4), ("9001", "geheim", 1), ("9001", "leeg", 1))
    table, notes = spread_ages(where, ages, known)
    expected = {"A": 24.0, "geheim": NAN, "leeg": 0.0, "zonder adres": NAN}
    assert table.set_index("buurtcode")["inwoners_75plus"].to_dict() == pytest.approx(expected, nan_ok=True)
    assert notes["65-plussers in buurten zonder adres"] == 5
    assert notes["buurten waarvan de 65-plussers niet zijn gepubliceerd"] == 1


def test_the_error_one_level_up_by_hand() -> None:
    """Two PC4s of one gemeente with ten 65-plussers each, all of 90 in one of them and none in the other."""
    ages = pd.DataFrame(0.0, index=["9001", "9002"], columns=list(CLASSES))
    ages.loc["9001", "65-69"] = ages.loc["9002", "90-94"] = 10
    where = pd.DataFrame({"pc4": ["9001", "9002"], "gemeente": ["X", "X"]})
    assert set(make_up_error(where, ages).values()) == {500}
    assert set(make_up_error(where.assign(gemeente=["X", "Y"]), ages).values()) == {0}


def test_a_table_without_a_class_is_refused() -> None:
    raw = pd.DataFrame({"pc4": "9001", "leeftijd": CLASSES[:-1], "inwoners": 1.0})
    with pytest.raises(InputError, match=r"lacks 95\+\. Use"):
        _ages(raw)


def test_a_pc4_of_which_a_class_is_unknown_is_left_out() -> None:
    raw = pd.DataFrame(
        {"pc4": np.repeat(["9001", "9002"], 7), "leeftijd": [*CLASSES] * 2, "inwoners": [*[1.0] * 13, NAN]}
    )
    assert _ages(raw).index.tolist() == ["9001"]


def test_the_table_of_the_project_keeps_what_cbs_publishes(caplog: pytest.LogCaptureFixture) -> None:
    """Unknown exactly where the 65-plussers are not published, and never more than they are."""
    caplog.set_level(logging.ERROR)
    table = pd.read_csv(DATA / Path(FILE)).set_index("buurtcode")
    buurten = pd.read_parquet(DATA / "boundaries" / "buurten.parquet").set_index("buurtcode")
    known = buurten["inwoners_65plus"].reindex(table.index)
    assert len(table) == len(buurten)
    assert table.loc[known.isna()].isna().all(axis=None)
    assert known[table["inwoners_75plus"].isna() & known.notna()].sum() < 100
    assert (table["inwoners_85plus"].dropna() <= table["inwoners_75plus"].dropna()).all()
    assert (table["inwoners_75plus"] <= known + 0.05)[table["inwoners_75plus"].notna()].all()
