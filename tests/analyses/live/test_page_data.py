"""Labels go into the page and come back as they were."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.pages import block

from zorgkaart.analyses.live.labels import MOMENTS, labels_of
from zorgkaart.analyses.live.page_data import ALL, NONE, SOME, live_columns, live_data, packed
from zorgkaart.analyses.live.page_data import _single as single
from zorgkaart.analyses.live.product import live_map
from zorgkaart.study.study import Study


def unpacked(part: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(part["data"]), dtype=f"<{part['type']}")


@given(
    st.one_of(
        arrays(np.int64, st.integers(0, 20), elements=st.integers(-(2**31), 2**31 - 1)),
        arrays(np.float64, st.integers(0, 20), elements=st.floats(allow_nan=True, allow_infinity=False)),
    )
)
def test_numbers_come_back_as_they_were(values: np.ndarray) -> None:
    np.testing.assert_array_equal(unpacked(packed(values)).astype(values.dtype), values)


@pytest.mark.parametrize(
    ("values", "kind"),
    [([0, 255], "u1"), ([-1, 127], "i1"), ([-1, 128], "i2"), ([256.0], "u2"), ([70000], "u4"), ([0.5], "f8")],
)
def test_numbers_take_the_smallest_type(values: list[float], kind: str) -> None:
    assert packed(np.array(values))["type"] == kind


@given(arrays(np.float64, (3, 6), elements=st.floats(0, 1e-7)), st.floats(0.001, 300))
def test_minutes_in_single_precision_are_equal_only_where_they_were(steps: np.ndarray, first: float) -> None:
    minutes = first + np.cumsum(np.where(steps > 5e-8, steps + 1e-6, 0.0), axis=1)
    result = single(minutes)
    assert result.dtype == np.float32
    np.testing.assert_array_equal(np.diff(result, axis=1) > 0, np.diff(minutes, axis=1) > 0)
    np.testing.assert_allclose(result, minutes, rtol=1e-6)


def test_the_labels_in_the_page_are_those_of_the_study(study: Study) -> None:
    labels = labels_of(study)
    data = live_data(labels, study)
    for (kind, moment), at in labels.trips.items():
        place, counts = data["trips"][kind]["at"][moment]
        table = data["trips"][kind]["tables"][place]
        assert table["sites"]["rows"] == at.labels.sites.rows.tolist()
        assert [flag == "1" for flag in counts] == at.counts.tolist()
        site = unpacked(table["sites"]["site"]).reshape(-1, table["sites"]["width"])
        np.testing.assert_array_equal(site, at.labels.sites.site)
        np.testing.assert_array_equal(unpacked(table["weight"]), at.labels.weight)
    for (kind, moment), chain in labels.chains.items():
        place, *_ = data["chains"][kind]["at"][moment]
        table = data["tables"][place]
        codes = unpacked(table["outside"]["codes"])
        code = np.stack([codes >> shift & 3 for shift in (0, 2, 4, 6)], axis=1).ravel()
        outside, weight = (
            chain.labels.outside,
            np.broadcast_to(chain.labels.weight[:, None, None], chain.labels.outside.shape),
        )
        code = code[: outside.size].reshape(outside.shape)
        read = np.select([code == NONE, code == ALL], [np.zeros(outside.shape), weight], -1.0)
        read[code == SOME] = unpacked(table["outside"]["some"])
        np.testing.assert_array_equal(read, outside)
    assert [name for name, _ in data["moments"]] == list(MOMENTS)
    assert set(data["candidates"]) == {study.facilities.table.index[study.facilities.table["id"] == "seh-dicht"][0]}
    json.dumps(data, allow_nan=False)


def test_what_the_page_computes_is_not_in_it_twice(study: Study) -> None:
    page = live_map(study).get_root().render()
    data = block(page, "zk-data")
    computed = set(live_columns(labels_of(study)))
    assert not computed & set(data["columns"])
    named = {view[key] for view in data["views"] for key in ("column", "verdict", "outside") if view[key]}
    assert named <= computed
