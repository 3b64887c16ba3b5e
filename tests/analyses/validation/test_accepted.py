"""Drift from what was accepted, and accepting it."""

from __future__ import annotations

import datetime
import math
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.validation_samples import TODAY

from zorgkaart.analyses.validation.accepted import (
    accept,
    accepted_path,
    drift,
    failing,
    read_accepted,
    stored_intervals,
)
from zorgkaart.analyses.validation.figures import Interval
from zorgkaart.errors import InputError


def figures(**values: float) -> pd.DataFrame:
    rows = [{"id": name, "onderwerp": f"Cijfer {name}", "waarde": value} for name, value in values.items()]
    return pd.DataFrame(rows).assign(eenheid="inwoners")


def test_drift_within_and_beyond_the_tolerance(tmp_path: Path) -> None:
    path = tmp_path / "proef.accepted.csv"
    changed = accept(path, figures(a=1000.0, b=5000.0, weg=7.0, leeg=math.nan), {}, today=TODAY)
    assert changed["uitslag"].tolist() == ["nieuw"] * 4
    accepted = read_accepted(path)
    assert accepted is not None
    assert accepted["tolerantie"].tolist() == [10, 50, 10, 10], "one percent, and ten at least"
    now = drift(figures(a=1010.0, b=5050.1, leeg=math.nan, vers=1.0), accepted).set_index("id")
    assert now["uitslag"].to_dict() == {
        "a": "binnen de tolerantie",
        "b": "afwijking",
        "leeg": "gelijk",
        "vers": "nieuw",
        "weg": "verdwenen",
    }
    assert failing(now.reset_index())["id"].tolist() == ["b", "weg"]
    assert now.loc["b", "verschil"] == pytest.approx(50.1)
    unknown = drift(figures(a=math.nan, b=5000.0, leeg=3.0, weg=7.0), accepted).set_index("id")["uitslag"]
    assert unknown.to_dict() == {"a": "afwijking", "b": "gelijk", "leeg": "afwijking", "weg": "gelijk"}


def test_accepting_keeps_tolerances_and_the_dates_of_what_stays(tmp_path: Path) -> None:
    path = tmp_path / "proef.accepted.csv"
    accept(path, figures(a=1000.0, b=5000.0), {"a": Interval(1.0, 2.0, 30)}, today=TODAY)
    path.write_text(path.read_text(encoding="utf-8").replace(",50.0,", ",7.0,"), encoding="utf-8")
    later = TODAY + datetime.timedelta(days=9)
    changed = accept(path, figures(a=1000.0000001, b=5001.0), {}, today=later)
    assert changed["id"].tolist() == ["b"]
    table = read_accepted(path)
    assert table is not None
    rows = table.set_index("id")
    assert rows["tolerantie"].to_dict() == {"a": 10, "b": 7}
    assert rows["aanvaard_op"].to_dict() == {"a": "2026-11-22", "b": "2026-12-01"}
    assert stored_intervals(table) == {"a": Interval(1.0, 2.0, 30)}
    before = path.read_bytes()
    assert accept(path, figures(a=1000.0, b=5001.0), {}, today=later).empty
    assert path.read_bytes() == before, "accepting twice changes nothing"


@given(st.floats(-1e6, 1e6), st.floats(0, 1e4), st.floats(-2, 2))
def test_a_drift_is_one_just_beyond_the_tolerance(was: float, tolerance: float, part: float) -> None:
    was = float(f"{was:.6g}")
    accepted = figures(a=was).assign(
        tolerantie=tolerance, laag=math.nan, hoog=math.nan, trekkingen=math.nan, aanvaard_op=""
    )
    now = was + part * tolerance
    (verdict,) = drift(figures(a=now), accepted)["uitslag"]
    if abs(now - was) > tolerance * (1 + 1e-6) and float(f"{now:.6g}") != was:
        assert verdict == "afwijking"
    if abs(now - was) < tolerance * (1 - 1e-6):
        assert verdict in ("gelijk", "binnen de tolerantie")


def test_without_accepted_figures_all_are_new_and_none_fails(tmp_path: Path) -> None:
    assert read_accepted(tmp_path / "nergens.accepted.csv") is None
    assert failing(drift(figures(a=1.0), None)).empty
    assert accepted_path(Path("projects/groningen.toml")).name == "groningen.accepted.csv"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tolerantie", "speling", "columns ['tolerantie'] are missing"),
        (",10.0,", ",tien,", "tolerantie of a is no number"),
        (",10.0,", ",-1,", "tolerantie of a is no number"),
        (",10.0,", ",,", "tolerantie of a is no number"),
        ("\nb,", "\na,", "a is there more than once"),
        ("1000.0", "duizend", "waarde of a is no number"),
    ],
)
def test_a_spoilt_file_of_accepted_figures_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "proef.accepted.csv"
    accept(path, figures(a=1000.0, b=1001.0), {}, today=TODAY)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_accepted(path)
