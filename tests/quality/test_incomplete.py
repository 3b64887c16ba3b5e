"""Lists of sites that miss some: a site is expected where places as large have one."""

from __future__ import annotations

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box
from support.quality_samples import by_area, changed, numbers

from zorgkaart.project.defaults import CRS
from zorgkaart.project.sections import QualitySection
from zorgkaart.quality.incomplete import outside_m, places_beyond, suspected_places
from zorgkaart.study.study import Study


def land(**provinces: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    shapes = [box(*(1000 * side for side in sides)) for sides in provinces.values()]
    names = list(provinces)
    return gpd.GeoDataFrame({"provincie": names, "gemeentenaam": names}, geometry=shapes, crs=CRS)


def test_distance_to_land_where_nothing_is_known() -> None:
    around = land(Hier=(0, 0, 10, 10), Daar=(10, 0, 20, 10))
    residents = SimpleNamespace(
        x=np.array([1000.0, 9000, 15000]), y=np.array([5000.0, 5000, 5000]), area=np.array([0, 0, 1])
    )
    areas = SimpleNamespace(surroundings=around, buurten=around)
    np.testing.assert_allclose(outside_m(residents, areas, ("Hier",)), [9000, 1000, 0], atol=5)
    np.testing.assert_array_equal(outside_m(residents, areas, ("Hier", "Daar")), [np.inf, np.inf, np.inf])


def six_places(served: list[int]) -> tuple[pd.DataFrame, gpd.GeoSeries, gpd.GeoDataFrame]:
    """Six places a long way apart, the largest first, the first four in one municipality; sites in some of them."""
    places = pd.DataFrame({"plaats": list("ABCDEF"), "gemeente": ["Hier"] * 4 + ["Daar"] * 2, "y": 5000.0})
    places["x"], places["adressen"] = 3000.0 * np.arange(6) + 500, [100.0, 90, 80, 70, 60, 50]
    points = gpd.GeoSeries([Point(places["x"][i] + 900, 5000) for i in served], crs=CRS)
    around = land(Hier=(0, 0, 12, 10), Daar=(12, 0, 20, 10))
    return places, points, around


def suspected(served: list[int], *, known_in: tuple[str, ...] = (), **quality: float) -> str:
    places, points, around = six_places(served)
    settings = QualitySection(**{"place_share": 0.75, **quality})
    return "".join(suspected_places(places, around, points, known_in=known_in, settings=settings)["plaats"])


@pytest.mark.parametrize(
    ("served", "quality", "missing"),
    [
        ([0, 1, 3], {}, "C"),
        ([0, 1, 3], {"place_share": 0.6}, "CE"),
        ([0, 1, 3], {"place_share": 0.8}, ""),
        ([0, 1, 3], {"place_radius_m": 800}, "E"),  # no place has one: then the largest of each gemeente without
        ([0], {}, "E"),  # one place says nothing about what is usual
        ([5], {}, "A"),
        ([0, 1, 2, 3, 4, 5], {}, ""),
    ],
)
def test_a_site_is_expected_in_places_as_large_as_those_that_have_one(
    served: list[int], quality: dict[str, float], missing: str
) -> None:
    assert suspected(served, **quality) == missing


def test_outside_the_provinces_where_a_kind_is_known_nothing_is_expected() -> None:
    assert suspected([0], known_in=("Hier",)) == ""


@pytest.mark.parametrize(
    ("served", "known_in", "beyond"),
    [
        ([0, 1], ("Daar",), ""),  # no place inside has one: nothing is known of where to expect one
        ([4, 5], ("Daar",), "ABCD"),  # as large as half of those inside that have one: 55 addresses
        ([0, 3], ("Hier",), ""),  # those outside are smaller than 85
        ([3], ("Hier",), ""),
        ([4], ("Daar",), "ABCD"),
        ([0], ("Hier", "Daar"), ""),
    ],
)
def test_beyond_the_border_a_site_is_expected_in_places_as_large_as_those_that_have_one(
    served: list[int], known_in: tuple[str, ...], beyond: str
) -> None:
    places, points, around = six_places(served)
    settings = QualitySection(place_share=0.75)
    table = places_beyond(places, around, points, known_in=known_in, settings=settings)
    assert "".join(table["plaats"]) == beyond
    assert places_beyond(None, around, points, known_in=known_in, settings=settings).empty


def test_where_a_list_lacks_a_likely_site_the_area_is_marked(study: Study) -> None:
    assert not any(numbers(study, "seh_onvolledig"))
    gaps = by_area(changed(study, kinds={"seh": {"complete": False}}), "seh_onvolledig")
    assert gaps["Heem"]
    assert not gaps["Lint"]
    assert not gaps["Kom"]
    # The chain of an ambulance ends at a hospital; the way to a GP does not.
    assert not any(numbers(changed(study, kinds={"seh": {"complete": False}}), "huisarts_onvolledig"))


def test_an_incomplete_list_matters_to_whom_a_place_without_a_site_is_nearer(study: Study) -> None:
    assert numbers(study, "inwoners_onvolledig")[:7] == [0] * 7
    found = changed(study, kinds={"seh": {"complete": False}})
    people = by_area(found, "inwoners_onvolledig")
    assert (people["Heem"], people["Lint"], people["Kom"]) == (400, 0, 0)
    assert people["Dorp"] <= 50  # (3,0) is as far from Heem as from its hospital
    assert people["Eenrichting"] >= 100  # and so is (18,0), but not (12,0)
    assert by_area(found, "onvolledig_toelichting")["Heem"].startswith("SEH: in Heem kan een locatie zijn")


def test_a_kind_known_elsewhere_only_is_remarked_everywhere(study: Study) -> None:
    found = changed(study, kinds={"seh": {"known_in": ("Drenthe",)}})
    assert by_area(found, "inwoners_onvolledig")["Heem"] == 400
    here = changed(study, kinds={"seh": {"known_in": ("Groningen",)}})
    assert by_area(here, "inwoners_onvolledig")["Heem"] == 0


def test_no_place_that_lacked_a_pharmacy_lacks_one_still(groningen: Study) -> None:
    table = groningen.facilities.table
    places = set(table.loc[(table["soort"] == "apotheek") & (table["status"] == "open"), "plaats"])
    # The list before the register had none in these; the last two have a GP who is assumed to dispense.
    assert places >= {"Appingedam", "Hoogezand", "Musselkanaal", "Marum", "Muntendam", "Ten Boer", "Siddeburen"}
    assert groningen.project.kinds["apotheek"].complete
