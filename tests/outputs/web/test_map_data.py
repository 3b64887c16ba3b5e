"""The data in the page: compact, and complete or refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from support.map_samples import (
    CAR,
    HOSTILE,
    LABELS,
    NORM,
    RUN_VIEWS,
    car_view,
    draw,
    grid_sites,
    page,
    sample,
    scenario,
)

from zorgkaart.errors import InputError
from zorgkaart.outputs.web.map_data import to_json


def test_json_is_safe_inside_a_script_block() -> None:
    text = to_json({"a": HOSTILE, "b": "\u2029<!--"})
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"a": HOSTILE, "b": "\u2029<!--"}
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json({"a": float("nan")})


def test_data_are_compact_and_unknown_is_null() -> None:
    areas = sample()["areas"]
    areas.loc[4, "seh_min"] = np.nan
    areas.loc[5, "seh_min"] = np.inf
    areas.loc[4, "seh_id"] = None
    areas.loc[6, "seh_oordeel"] = None
    data = page(areas=areas).data
    assert data["columns"]["seh_min"][4:6] == [None, None]
    assert data["columns"]["inwoners"][:3] == [None, 1235, 1470]
    assert data["columns"]["seh_min"][0] == round(areas["seh_min"][0], 2)
    assert data["columns"]["seh_id"][4] is None
    assert {data["sites"]["id"][i] for i in data["columns"]["seh_id"] if i is not None} <= set(grid_sites()["id"])
    assert [data["verdicts"][i] for i in data["columns"]["seh_oordeel"][:6]] == areas["seh_oordeel"][:6].to_list()
    assert data["columns"]["seh_oordeel"][6] is None
    assert data["columns"]["netwerkrand"][:3] == [0, 0, 1]
    told = data["texts"]["onbereikbaar_reden"]
    assert [told["values"][i] for i in told["index"][:2]] == ["", "eiland zonder brug"]
    assert data["context"]["name"] == ["Buurgemeente"]
    assert data["places"]["name"] == ["Stâd", "Dorp", "'t Zandt"]
    assert list(data["kinds"]) == ["seh", "ambulancepost", "huisarts"]
    assert data["words"] == ["buurt", "buurten"]


def test_rounding_moves_no_number_to_another_class() -> None:
    areas = sample()["areas"]
    areas.loc[3:5, "seh_min"] = [10.001, 9.999, 12.3456]
    assert page(areas=areas).data["columns"]["seh_min"][3:6] == [10.001, 10, 12.35]


def test_a_column_is_in_the_file_once() -> None:
    data = page(views=(*RUN_VIEWS, car_view("seh", key="nog_eens"))).data
    assert len(data["views"]) == 4
    assert sorted(data["columns"]) == sorted(set(data["columns"]))
    assert "geometry" not in data["views"][3]


def test_wijken_instead_of_buurten() -> None:
    areas = sample()["areas"].rename(columns={"buurtcode": "wijkcode"}).drop(columns="buurtnaam")
    data = page(areas=areas, code="wijkcode", name="wijknaam").data
    assert data["words"] == ["wijk", "wijken"]
    assert "wijk" not in data["areas"]


def test_areas_without_gemeenten_people_or_places() -> None:
    areas = sample()["areas"].drop(columns=["gemeentecode", "gemeentenaam", "wijknaam", "inwoners"])
    data = page(areas=areas, plaatsen=None).data
    assert data["people"] is None
    assert data["context"]["name"] == ["Gemeente 0", "Gemeente 1", "Buurgemeente"]
    assert data["places"]["name"] == []


def test_everything_wrong_is_said_at_once() -> None:
    arguments = sample()
    areas = arguments["areas"].drop(columns=["seh_km", "seh_min"])
    areas["buurtcode"] = "BU1"
    sites = grid_sites()
    sites["id"] = "dubbel"
    views = (*RUN_VIEWS, car_view("huisarts", key="x", kinds=("kapper",)))
    labels = {kind: label for kind, label in LABELS.items() if kind != "huisarts"}
    with pytest.raises(InputError) as caught:
        draw(areas=areas, sites=sites, views=views, labels=labels)
    for part in (
        "view seh: the areas have no column seh_min",
        "popup seh: the areas have no column seh_km",
        "view x: the kind kapper has no label",
        "popup: the kind huisarts has no label",
        "sites: the kind huisarts has no label",
        "ids occur twice (dubbel",
        "buurtcode is not unique",
    ):
        assert part in str(caught.value)


@pytest.mark.parametrize(("column", "value"), [("seh_id", "seh-onbekend"), ("seh_oordeel", "misschien")])
def test_values_that_do_not_occur(column: str, value: str) -> None:
    areas = sample()["areas"]
    areas.loc[0, column] = value
    with pytest.raises(InputError, match=value):
        draw(areas=areas)


def test_scenario_has_three_moments_of_one_theme() -> None:
    data = page(**scenario()).data
    assert [(view["theme"], view["moment"]) for view in data["views"]][:3] == [
        ("seh_norm", "na"),
        ("seh_norm", "voor"),
        ("seh_norm", "verschil"),
    ]
    assert "seh_norm_min_verschil" in data["columns"]
    assert data["views"][0]["classes"] == list(NORM)
    assert data["views"][3]["classes"] == list(CAR)
