"""Packed arrays are whole, in the smallest type, and long ones are deflated."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.analyses.live.packing import LONG, packed, packed_steps


def unpacked(block: dict[str, object]) -> np.ndarray:
    data, kind = base64.b64decode(str(block["data"])), np.dtype(f"<{block['type']}")
    if "size" not in block:
        return np.frombuffer(data, kind)
    planes = np.frombuffer(zlib.decompress(data, -15), np.uint8).reshape(kind.itemsize, -1)
    assert planes.size == block["size"]
    return np.ascontiguousarray(planes.T).view(kind).ravel()


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=40), st.sampled_from([1, 200]))
def test_whole_numbers_come_back(values: list[int], times: int) -> None:
    numbers = np.array(values * times, dtype=np.int64)
    np.testing.assert_array_equal(unpacked(packed(numbers)), numbers)


def test_numbers_that_are_not_whole_keep_their_precision() -> None:
    numbers = np.linspace(0, 1, 5000)
    for kind in (np.float32, np.float64):
        back = unpacked(packed(numbers.astype(kind)))
        assert back.dtype == kind
        np.testing.assert_array_equal(back, numbers.astype(kind))


@pytest.mark.parametrize(("length", "deflated"), [(LONG - 1, False), (LONG, True)])
def test_long_ones_are_deflated(length: int, deflated: bool) -> None:
    assert ("size" in packed(np.zeros(length))) == deflated


def test_what_does_not_become_shorter_stays_as_it_is() -> None:
    noise = np.random.default_rng(14).integers(0, 256, LONG)
    assert "size" not in packed(noise)
    np.testing.assert_array_equal(unpacked(packed(noise)), noise)


def test_steps_that_are_far_stand_apart() -> None:
    steps = np.array([1, 70_000, -2, -70_000])
    block = packed_steps(steps)
    assert block["far"] == [[1, 3], [70_000, -70_000]]
    np.testing.assert_array_equal(unpacked(block), [1, 0, -2, 0])
