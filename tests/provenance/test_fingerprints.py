"""A fingerprint hangs on values alone."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.provenance.fingerprints import fingerprint, fingerprints

# Fingerprints.
FLOATS = [1.0, 0.1 + 0.2, np.nan, -0.0, 5e-324, 1e300]


def test_a_fingerprint_by_hand() -> None:
    found = fingerprint(pd.DataFrame({"a": FLOATS}))
    inner = hashlib.sha256(b"F" + struct.pack("<6d", *FLOATS)).digest()
    whole = struct.pack("<q", 6) + struct.pack("<q", 1) + b"a" + inner
    assert found == {"rijen": 6, "sha256": hashlib.sha256(whole).hexdigest(), "kolommen": {"a": inner.hex()[:16]}}


def test_a_fingerprint_hangs_on_values_alone() -> None:
    frame = pd.DataFrame({"t": ["a", None, "c"], "n": [1.5, np.nan, 3.0], "b": [True, False, True], "i": [1, 2, 3]})
    other = pd.DataFrame(
        {
            "t": pd.array(["a", pd.NA, "c"], dtype="string"),
            "n": pd.array([1.5, pd.NA, 3.0], dtype="Float64"),
            "b": pd.array([True, False, True], dtype="boolean"),
            "i": pd.array([1, 2, 3], dtype="Int64"),
        },
        index=[7, 8, 9],
    )
    assert fingerprint(frame) == fingerprint(other)
    strange = frame.assign(n=np.frombuffer(struct.pack("<dQd", 1.5, 0x7FF8_0000_0000_0123, 3.0), dtype="<f8"))
    assert fingerprint(frame) == fingerprint(strange)  # all NaN are one
    assert fingerprint(frame.assign(t=frame["t"].astype("category"))) == fingerprint(frame)


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.assign(n=f["n"] + [np.spacing(1.5), 0, 0]),
        lambda f: f.assign(n=[1.5, 0.0, 3.0]),
        lambda f: f.assign(n=[1.5, -0.0, 3.0]),
        lambda f: f.assign(t=["a", "", "c"]),
        lambda f: f.assign(t=["a", "None", "c"]),
        lambda f: f.assign(t=["ab", None, ""]),
        lambda f: f.assign(b=[True, False, None]),
        lambda f: f.assign(b=[1, 0, 1]),
        lambda f: f.assign(i=[1.0, 2.0, 3.0]),
        lambda f: f.iloc[::-1],
        lambda f: f.iloc[:2],
        lambda f: f[["n", "t", "b", "i", "geometry"]],
        lambda f: f.rename(columns={"t": "u"}),
        lambda f: f.drop(columns="i"),
        lambda f: f.set_geometry(f.translate(1e-9)),
        lambda f: f.set_geometry([None, *f.geometry[1:]]),
    ],
)
def test_any_other_value_is_another_fingerprint(change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> None:
    frame = gpd.GeoDataFrame(
        {"t": ["a", None, "c"], "n": [1.5, np.nan, 3.0], "b": [True, False, True], "i": [1, 2, 3]},
        geometry=[shapely.Point(0, 0), shapely.Point(1, 1), None],
    )
    assert fingerprint(change(frame))["sha256"] != fingerprint(frame)["sha256"]


@given(st.lists(st.tuples(st.text(), st.floats(), st.none() | st.booleans() | st.integers() | st.text()), max_size=8))
def test_a_fingerprint_is_a_matter_of_equality(rows: list[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["t", "n", "m"]).astype({"t": object, "m": object})
    found = fingerprint(frame)
    assert found == fingerprint(frame.copy())
    if rows:
        longer = frame.assign(t=[f"{frame['t'].iat[0]}.", *frame["t"][1:]])
        assert fingerprint(longer)["sha256"] != found["sha256"]
        differing = {
            name for name, value in found["kolommen"].items() if fingerprint(longer)["kolommen"][name] != value
        }
        assert differing == {"t"}


def test_fingerprints_name_their_tables() -> None:
    assert list(fingerprints({"b": pd.DataFrame(), "a": pd.DataFrame({"x": [1]})})) == ["b", "a"]
