"""What supply is called after, and how many decimals tell its classes apart."""

from __future__ import annotations

import pytest

from zorgkaart.access.decay import Decay
from zorgkaart.access.supply import ShownSupply, Supply, unit_words
from zorgkaart.network.modes.mode import Mode

SUPPLY = Supply("elv", "ELV", "bfca", Decay(15.0), 100_000, Mode.named("auto"), unit="bedden")


def test_columns_begin_with_the_kind_and_say_of_how_many() -> None:
    names = (SUPPLY.column, SUPPLY.rank, SUPPLY.none, SUPPLY.unknown, SUPPLY.edge, SUPPLY.apl, SUPPLY.counts)
    assert names == (
        "elv_aanbod_per_100000",
        "elv_aanbod_rang",
        "elv_aanbod_geen",
        "elv_aanbod_onbekend",
        "elv_aanbod_rand",
        "elv_apl",
        "telt_elv_aanbod",
    )
    assert SUPPLY.per_words == "per 100.000 inwoners"


@pytest.mark.parametrize(
    ("said", "own", "counted", "unit"),
    [
        ("fte", "bedden", False, "fte"),
        ("", "bedden", False, "bedden"),
        ("", "", False, "aanbod"),
        ("", "praktijken", True, "praktijken"),
        ("fte", "", True, "locaties"),
    ],
)
def test_the_unit_is_that_of_the_table_or_else_of_the_project(said: str, own: str, counted: bool, unit: str) -> None:
    supply = Supply("elv", "ELV", "bfca", Decay(15.0), 1000, Mode.named("auto"), unit=own)
    assert unit_words(supply, said, counted=counted) == unit


@pytest.mark.parametrize(
    ("bounds", "decimals"),
    [((1.0, 2.0), 1), ((0.24, 0.27, 0.33), 2), ((10.0, 20.0), 1), ((0.0012, 0.0015), 4), ((), 1)],
)
def test_decimals_tell_classes_apart(bounds: tuple[float, ...], decimals: int) -> None:
    assert ShownSupply(SUPPLY, "bedden", False, 0, 0, bounds).decimals == decimals
