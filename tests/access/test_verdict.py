"""The rule on people: whom it counts, from how many on it is broken, and for which kinds there is one."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.study_samples import PROJECT, write_sample

from zorgkaart.access.verdict import newly_beyond, rule_of
from zorgkaart.project.model import Project

MINUTES = st.one_of(st.floats(0, 90), st.just(30.0), st.just(math.nan))


@given(st.lists(st.tuples(MINUTES, MINUTES), min_size=1, max_size=20))
def test_who_was_within_and_is_not_any_more(pairs: list[tuple[float, float]]) -> None:
    """One by one: exactly at the limit is within, and who reaches nothing is not."""
    expected = []
    for before, after in pairs:
        within_before = not math.isnan(before) and before <= 30
        within_after = not math.isnan(after) and after <= 30
        expected.append(within_before and not within_after)
    before, after = (np.array(column) for column in zip(*pairs, strict=True))
    assert newly_beyond(before, after, 30.0).tolist() == expected
    assert not (newly_beyond(before, after, 30.0) & newly_beyond(after, before, 30.0)).any()


def project(folder: Path, rule: str) -> Project:
    return Project.load(write_sample(folder, project=f"{PROJECT}\n{rule}"))


def test_the_rule_is_about_what_is_computed(tmp_path: Path) -> None:
    by_car = project(tmp_path / "a", "[verdict]\nnewly_outside = 700\nover_min = 30")
    assert [kind for kind in by_car.kinds if rule_of(by_car, kind)] == list(by_car.travel_kinds)
    by_norm = project(tmp_path / "b", "[verdict]\nnewly_outside = 700")
    assert [kind for kind in by_norm.kinds if rule_of(by_norm, kind)] == ["seh", "acute_verloskunde", "ambulancepost"]
    one = project(tmp_path / "c", '[verdict]\nnewly_outside = 700\nover_min = 30\nkinds = ["huisarts"]')
    assert [kind for kind in one.kinds if rule_of(one, kind)] == ["huisarts"]
    none = project(tmp_path / "d", "")
    assert not any(rule_of(none, kind) for kind in none.kinds)


@pytest.mark.parametrize(("people", "broken"), [(699.4, False), (700 - 1e-9, True), (700, True), (701, True)])
def test_so_many_or_more_break_it(tmp_path: Path, people: float, broken: bool) -> None:
    rule = rule_of(project(tmp_path, "[verdict]\nnewly_outside = 700\nover_min = 30"), "seh")
    assert rule is not None
    assert rule.broken_by(people) is broken
    assert rule.words.startswith("minstens 700\N{NO-BREAK SPACE}inwoners die nu binnen 30\N{NO-BREAK SPACE}minuten met")
