"""The list of pharmacies: register, former pharmacies, and GPs who dispense."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from tools.importers.pharmacies import KNOWN, WHY, farther_than, no_counter, pharmacies

COLUMNS = [
    "id",
    "soort",
    "naam",
    "adres",
    "postcode",
    "plaats",
    "gemeente",
    "provincie",
    "lat",
    "lon",
    "precisie",
    "volcontinu",
    "openingstijden",
    "status",
    "bron",
    "peildatum",
    "opmerking",
]
KM = 1 / 111.3  # degrees of latitude


def gp(name: str, km: float, remark: str = "") -> dict[str, str]:
    place = {"lat": str(53.2 + km * KM), "lon": "6.5", "id": name, "adres": name, "plaats": "Dorp", "soort": "huisarts"}
    return dict.fromkeys(COLUMNS, "") | place | {"naam": name, "status": "open", "opmerking": remark}


def table(
    known: list[dict[str, str]], practices: list[dict[str, str]], came: Sequence[dict[str, str]] = ()
) -> pd.DataFrame:
    row = ("9711AA", "Straat 1 A", "BAFLO GN", "53.2", "6.5", "bag_adres", "2026-01-02")
    shop = dict(zip(("postcode", "adres", "plaats", "lat", "lon", "precisie", "peildatum"), row, strict=True))
    register = pd.DataFrame(
        [
            shop | {"naam": "Apotheek Een B.V."},
            shop | {"naam": "Delphinium", "lat": str(53.2 + 20 * KM)},
            shop | {"naam": "Elders", "lat": "51.0"},
            shop | {"naam": "Nergens", "lat": "", "lon": ""},
        ]
    ).assign(_bestand="register")
    gone = {"postcode": "9711AB", "adres": "Straat 3", "plaats": "BAFLO", "soort": "verdwenen"}
    gone |= {"eerst_gezien": "2024-05-08", "laatst_gezien": "2025-06-26"}
    changes = pd.DataFrame(
        [
            gone | {"naam": "Dicht", "vermoedelijk": "gesloten"},
            gone | {"naam": "Misschien", "vermoedelijk": "laatste meetweek: nog niet zeker"},
            gone | {"naam": "Weg", "vermoedelijk": "verhuisd naar Straat 9"},
            gone | {"naam": "Nieuw", "vermoedelijk": "", "soort": "nieuw"},
            *came,
        ]
    )
    addresses = pd.DataFrame({"postcode": ["9711AB"] * 2, "huisnummer": [3, 3], "lat": [53.21] * 2, "lon": [6.51] * 2})
    area = gpd.GeoSeries.from_xy([6.5], [53.2], crs=4326).to_crs(28992).buffer(30_000)
    gemeenten = gpd.GeoDataFrame({"gemeentenaam": ["Hier"], "provincie": ["PV0020"]}, geometry=area)
    lists = [pd.DataFrame(rows, columns=COLUMNS).assign(_bestand="lijst") for rows in (known, practices)]
    return pharmacies(register, changes, *lists, addresses, gemeenten).set_index("naam")


def test_the_register_and_who_left_it() -> None:
    shops = table([], [])
    assert shops["status"].to_dict() == {
        "Apotheek Een": "open",
        "Delphinium": "twijfel: geen loket voor iedereen",
        "Dicht": "gesloten: uit het register",
        "Misschien": "twijfel: uit het register",
    }
    assert shops.loc["Apotheek Een", ["id", "plaats", "gemeente"]].tolist() == ["apotheek-9711aa-1", "Baflo", "Hier"]
    assert shops["id"].is_unique


def test_a_pharmacy_that_left_the_register_was_open_up_to_the_day_after_its_last_copy() -> None:
    shops = table([], [])
    assert shops["open_tot"].to_dict() == {
        "Apotheek Een": "",
        "Delphinium": "",
        "Dicht": "2025-06-27",
        "Misschien": "2025-06-27",
    }
    assert (shops["open_van"] == "").all()


def test_a_pharmacy_opened_when_the_register_first_had_it_unless_it_moved_or_came_where_another_went() -> None:
    new = {"postcode": "9711AA", "adres": "Straat 1 A", "soort": "nieuw", "eerst_gezien": "2025-02-13", "naam": "Een"}
    other = {
        "postcode": "1011AA",
        "adres": "Elders 1",
        "soort": "verdwenen",
        "naam": "X",
        "laatst_gezien": "2025-02-06",
    }
    opened = [
        table([], [], came).loc["Apotheek Een", "open_van"]
        for came in (
            [new],
            [new, other | {"vermoedelijk": "gesloten"}],
            [new, other | {"vermoedelijk": "verhuisd of naam gewijzigd naar Straat 1 A, 9711AA"}],
            [new, other | {"vermoedelijk": "gesloten", "postcode": "9711AA"}],
            [new | {"adres": "Straat 2"}],
        )
    ]
    assert opened == ["2025-02-13", "2025-02-13", "", "", ""]


def test_who_dispenses_is_known_or_lies_far_from_every_open_pharmacy() -> None:
    known = [gp("bekend", 2, KNOWN), gp("apotheek", 9), gp("zelfde pand", 0.01, KNOWN)]
    practices = [gp("dichtbij", 4.4), gp("ver", 4.6), gp("buren", 4.6), gp("bij verzender", 20), gp("bekend", 2)]
    shops = table(known, practices)
    dispensing = shops[shops["opmerking"].isin([KNOWN, WHY])]
    assert dispensing["opmerking"].to_dict() == {
        "Apotheekhoudende huisarts, bekend, Dorp": KNOWN,
        "Apotheekhoudende huisarts, ver, Dorp": WHY,
        "Apotheekhoudende huisarts, bij verzender, Dorp": WHY,
    }
    assert set(dispensing["soort"]) <= {"apotheek", "huisarts"}


def test_nothing_near_is_far() -> None:
    assert farther_than(np.zeros((2, 2)), np.empty((0, 2)), 1.0).tolist() == [True, True]
    assert farther_than(np.empty((0, 2)), np.zeros((1, 2)), 1.0).tolist() == []


def test_pharmacies_without_a_counter_are_told_by_their_name() -> None:
    assert no_counter("Martini Ziekenhuisapotheek")
    assert no_counter("Apotheek Paddepoel BV") == ""
