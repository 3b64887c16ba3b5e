"""Key figures of buurten in our names and units."""

from __future__ import annotations

import pandas as pd
import pytest
from support.paths import DATA

from tools.importers.features import FILE, NUMBERS, URBANITY, features
from zorgkaart.errors import InputError

NAN = float("nan")
RAW = pd.DataFrame(
    {
        "code": ["BU2", "BU1", "BU9"],
        "stedelijkheid": [1.0, NAN, 5.0],
        "aantal_inwoners": [100.0, 60.0, 7.0],
        "inkomen_per_inwoner_1000eur": [26.4, NAN, 1.0],
        "woz_1000eur": [250.0, 0.0, 1.0],
        "koopwoningen_pct": [NAN, 80.0, 1.0],
    }
)


def test_thousands_become_euros_and_what_is_unknown_stays_so() -> None:
    table, notes = features(RAW, pd.Series(["BU1", "BU2"]))
    assert table["buurtcode"].tolist() == ["BU1", "BU2"]
    assert table["woz_euro"].tolist() == [0, 250_000]
    assert table["inkomen_per_inwoner"].isna().tolist() == [True, False]
    assert table["inkomen_per_inwoner"].iloc[1] == 26_400
    assert table[URBANITY].tolist() == ["", "1 zeer sterk stedelijk"]
    assert notes["inkomen_per_inwoner: buurten waarvan het is gepubliceerd"] == 1
    assert notes["inkomen_per_inwoner: inwoners van die buurten"] == 100
    assert notes["woz_euro: inwoners van die buurten"] == 160


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (RAW.drop(columns="woz_1000eur"), "column woz_1000eur is missing"),
        (pd.concat([RAW, RAW]), "a code stands twice"),
        (RAW.assign(stedelijkheid=6.0), "stedelijkheid 6 is no class"),
    ],
)
def test_what_cannot_be_is_refused(raw: pd.DataFrame, why: str) -> None:
    with pytest.raises(InputError, match=why):
        features(raw, pd.Series(["BU1", "BU2"]))


def test_the_table_has_every_buurt_once_and_income_of_few() -> None:
    table = pd.read_csv(DATA / FILE)
    assert table["buurtcode"].is_unique
    assert len(table) == 2245
    for name in NUMBERS:
        assert (table[name].dropna() >= 0).all()
    assert table["inkomen_per_inwoner"].notna().sum() < 0.1 * len(table) < table["woz_euro"].notna().sum()
