"""People of 75 and over who live alone, by the gemeenten of now."""

from __future__ import annotations

import pandas as pd
import pytest
from support.paths import DATA

from tools.importers.living_alone import FILE, living_alone
from tools.importers.sources import lookup
from zorgkaart.errors import InputError

NAN = float("nan")
AGES = ("70 - 75 jaar", "75 - 80 jaar", "95 jaar of ouder")
RAW = pd.DataFrame(
    [
        (code, age, number)
        for code, numbers in {"GM1": (90, 5, 1), "GM2": (90, 7, 2), "GM3": (90, 11, 3), "GM9": (90, NAN, 4)}.items()
        for age, number in zip(AGES, numbers, strict=True)
    ],
    columns=["RegioS", "Leeftijd", "Alleenstaand_4"],
)
NOW = pd.DataFrame({"gemeentecode": ["GM5", "GM3"], "gemeentenaam": ["Nieuw", "Oud"]})
MERGED = {"GM1": "GM5", "GM2": "GM5"}


def test_ages_from_75_on_are_added_up_and_so_are_gemeenten_that_became_one() -> None:
    table = living_alone(RAW, NOW, MERGED)
    assert table["gemeentecode"].tolist() == ["GM3", "GM5"]
    assert table["aantal"].tolist() == [11 + 3, 5 + 1 + 7 + 2]


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    table = living_alone(RAW, NOW, MERGED | {"GM9": "GM5"})
    assert table["aantal"].isna().tolist() == [False, True]
    without_row = living_alone(RAW.drop(index=1), NOW, MERGED)
    assert without_row["aantal"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("raw", "merged", "why"),
    [
        (RAW.drop(columns="Leeftijd"), MERGED, "column Leeftijd is missing"),
        (RAW, {}, "GM5 is not in it"),
        (pd.concat([RAW, RAW]), MERGED, "stands twice"),
        (RAW.replace({"75 - 80 jaar": "oud"}), MERGED, "'oud' is no class of age"),
    ],
)
def test_what_cannot_be_is_refused(raw: pd.DataFrame, merged: dict[str, str], why: str) -> None:
    with pytest.raises(InputError, match=why):
        living_alone(raw, NOW, merged)


def test_the_table_has_every_gemeente_of_the_north() -> None:
    """Eemsdelta is Appingedam, Delfzijl and Loppersum, whose numbers of 2020 CBS published apart."""
    table = pd.read_csv(DATA / FILE).set_index("gemeentecode")
    assert len(table) == 40
    assert set(lookup("gemeenten_samengevoegd", "was", "wordt").values()) == {"GM1979"}
    # Of 75, 80, 85, 90 and 95 on.
    parts = (161 + 175 + 112 + 43 + 11, 413 + 328 + 266 + 90 + 24, 113 + 93 + 72 + 28 + 5)
    assert table.loc["GM1979", "aantal"] == sum(parts)
    # Of Vlieland there is no row for 95 and over.
    assert table.index[table["aantal"].isna()].tolist() == ["GM0096"]
