"""The tables of cases of the live map's arithmetic, which tests/js/live_model.test.js reads too."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from support.live_cases import BY_HAND, TABLE, opened, table_of_cases, unpacked, with_norms
from support.live_oracle import LiveResult, Situation, evaluate

from zorgkaart.access.measures import norm_of_section
from zorgkaart.analyses.live.label_tables import Areas, ChainAt, ChainLabels, Labels, Ranks, TripLabels, TripsAt
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.project.sections import NormSection
from zorgkaart.study.study import Study

CASES = json.loads(TABLE.read_text(encoding="utf-8"))
BY_HAND_CASES = json.loads(BY_HAND.read_text(encoding="utf-8"))
CLOSE = 1e-4  # minutes stand in the page in single precision


def numbers(values: list[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


@pytest.fixture(scope="module")
def normed(study: Study) -> Study:
    return Study(with_norms(study.project))


def test_the_table_is_what_the_full_computation_gives(normed: Study) -> None:
    """If a figure is meant to change, write the table anew: see support.live_cases."""
    assert unpacked(table_of_cases(normed)) == opened(CASES)


def assert_columns(side: Situation, expected: dict[str, list[Any]], ids: list[str]) -> None:
    columns = side.columns()
    assert set(columns) == set(expected)
    for name, values in expected.items():
        if name.endswith("_id"):
            assert [ids[row] if row >= 0 else None for row in columns[name]] == values, name
        elif name.endswith("_oordeel"):
            assert list(columns[name]) == values, name
        else:
            np.testing.assert_allclose(columns[name], numbers(values), atol=CLOSE, err_msg=name)


def assert_residents(side: Situation, expected: dict[str, dict[str, float]], ids: list[str]) -> None:
    assert set(side.trips) == set(expected)
    for kind, trips in side.trips.items():
        rows = trips.at.labels.sites.rows
        mine = {ids[row]: people for row, people in zip(rows, trips.visitors(), strict=True) if people}
        assert mine == pytest.approx(expected[kind], abs=1e-6), kind


def assert_shares(mine: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert len(mine) == len(expected)
    for row, wanted in zip(mine, expected, strict=True):
        for key, value in wanted.items():
            assert row[key] == (pytest.approx(value, abs=1e-5) if isinstance(value, float) else value), (key, wanted)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: "-".join([*case["closed"], case["moment"]]))
def test_sums_of_labels_are_those_of_the_table(normed: Study, case: dict[str, Any]) -> None:
    result = evaluate(labels_of(normed), closed=case["closed"], opened=case["opened"], moment=case["moment"])
    for name, side in (("voor", result.before), ("na", result.after)):
        assert_columns(side, case["columns"][name], CASES["ids"])
        assert_residents(side, case["residents"][name], CASES["ids"])
        for norm, chain in side.chains.items():
            assert chain.people_outside() == pytest.approx(
                {
                    key.removesuffix(f"_{name}"): np.nan if value is None else value
                    for key, value in case["norms"][norm].items()
                    if key.endswith(f"_{name}")  # who lived in service areas that end is for the script alone
                },
                abs=1e-3,
                nan_ok=True,
            )
            assert_shares(chain.shares(), case["shares"][name].get(norm, []))
    totals = result.totals().set_index("soort")
    for kind, expected in case["totals"].items():
        lost = totals.loc[kind].reindex(["inwoners_zonder_auto", "inwoners_zonder_keten"]).max()
        mine = {**totals.loc[kind], "inwoners_zonder": lost}
        for name, value in expected.items():
            assert mine[name] == pytest.approx(np.nan if value is None else value, abs=1e-3, nan_ok=True), (kind, name)


def ranks(raw: dict[str, Any]) -> Ranks:
    minutes = np.array([numbers(row) for row in raw["minutes"]])
    return Ranks(np.array(raw["rows"]), np.array(raw["site"], dtype=np.int16), minutes)


def labels_by_hand() -> Labels:
    areas = BY_HAND_CASES["areas"]
    trips, chain = BY_HAND_CASES["trips"]["huisarts"], BY_HAND_CASES["chains"]["seh"]
    norm = chain["norm"]

    def groups(raw: dict[str, Any]) -> dict[str, Any]:
        return {"area": np.array(raw["area"], dtype=np.int32), "weight": numbers(raw["weight"])}

    aged = {65: numbers(areas["elderly"])}
    trip_labels = TripLabels(ranks(trips["sites"]), **groups(trips))
    chain_labels = ChainLabels(
        ranks(chain["stations"]), ranks(chain["sites"]), outside=np.array(chain["outside"]), **groups(chain)
    )
    return Labels(
        trips={("huisarts", ""): TripsAt(trip_labels, np.ones(3, dtype=bool))},
        chains={("seh", ""): ChainAt(chain_labels, np.ones(2, dtype=bool), np.ones(1, dtype=bool))},
        areas=Areas(numbers(areas["people"]), np.array(areas["known"], dtype=bool), aged, {}),
        candidates=np.zeros(len(BY_HAND_CASES["ids"]), dtype=bool),
        ids=np.array(BY_HAND_CASES["ids"], dtype=object),
        norms={
            "seh": norm_of_section(
                "seh",
                NormSection(
                    limit_min=norm["limit"],
                    turnout_min=norm["turnout"],
                    on_scene_min=norm["on_scene"],
                    flag_share=norm["flag_share"],
                ),
            )
        },
    )


@pytest.mark.parametrize("case", BY_HAND_CASES["cases"], ids=lambda case: "-".join(case["closed"]) or "nothing")
def test_sums_of_labels_are_those_worked_out_by_hand(case: dict[str, Any]) -> None:
    result = evaluate(labels_by_hand(), closed=case["closed"])
    assert_columns(result.after, case["columns"], BY_HAND_CASES["ids"])
    assert_residents(result.after, case["residents"], BY_HAND_CASES["ids"])
    assert {"huisarts": result.after.trips["huisarts"].unknown().astype(int).tolist()} | {
        "seh": result.after.chains["seh"].unknown().astype(int).tolist()
    } == case["unknown"]
    assert totals_of(result) == {
        kind: pytest.approx({name: np.nan if v is None else v for name, v in values.items()}, abs=1e-6, nan_ok=True)
        for kind, values in case["totals"].items()
    }


def totals_of(result: LiveResult) -> dict[str, dict[str, float]]:
    rows = result.totals().set_index("soort")
    trips = result.after.trips["huisarts"]
    reached = trips.slot >= 0
    mean = np.average(trips.minutes[reached], weights=trips.people[reached]) if reached.any() else np.nan
    huisarts, seh = rows.loc["huisarts"], rows.loc["seh"]
    return {
        "huisarts": {
            "langer": huisarts["inwoners_langer"],
            "extra_min": huisarts["extra_min"],
            "korter": huisarts["inwoners_korter"],
            "zonder": huisarts["inwoners_zonder_auto"],
            "gemiddeld_min": np.nan if trips.unknown().any() else mean,
        },
        "seh": {
            "buiten_voor": seh["inwoners_buiten_voor"],
            "buiten_na": seh["inwoners_buiten_na"],
            "65plus_voor": seh["65plus_buiten_voor"],
            "65plus_na": seh["65plus_buiten_na"],
            "zonder": seh["inwoners_zonder_keten"],
        },
    }
