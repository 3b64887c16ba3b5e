"""Validation of the default project: nothing has drifted, and CBS and published studies agree with us."""

from __future__ import annotations

import pytest
from support.paths import DEFAULT_PROJECT

from zorgkaart.analyses.validation.accepted import (
    accepted_path,
    failing,
    read_accepted,
)
from zorgkaart.analyses.validation.compute import validate
from zorgkaart.study.study import Study

# The default project.


@pytest.fixture(scope="module")
def real(groningen: Study):  # type: ignore[no-untyped-def]
    return validate(groningen, read_accepted(accepted_path(DEFAULT_PROJECT)))


def test_the_default_project_has_not_drifted(real) -> None:  # type: ignore[no-untyped-def]
    assert real.has_accepted
    assert failing(real.drift)["id"].tolist() == []
    assert not (real.drift["uitslag"] == "nieuw").any()


def test_distances_agree_with_those_of_cbs_in_every_class(real) -> None:  # type: ignore[no-untyped-def]
    assert real.fit.correlation > 0.95
    assert abs(real.fit.bias_km) < 0.1
    assert real.by_urbanity["stedelijkheid"].tolist() == [1, 2, 3, 4, 5]
    assert real.by_urbanity["buurten"].sum() == real.fit.buurten
    assert (real.by_urbanity["near_pct"] > 90).all()


def test_the_practice_in_ezinge_explains_the_largest_difference(real) -> None:  # type: ignore[no-untyped-def]
    first = real.worst.iloc[0]
    assert first["buurtnaam"] == "Ezinge"
    assert "Ezinge is onze afstand 4,2 km" in first["reden"], "and CBS's is 4.2"
    assert not real.worst["reden"].str.contains("Geen reden").any()


def test_the_largest_distances_of_the_regiobeeld(real) -> None:  # type: ignore[no-untyped-def]
    table = real.published.set_index("cijfer")
    assert table.loc["huisarts-lauwersoog", "zorgkaart"] == pytest.approx(9.3, rel=0.1)
    # Since 2021 a practice has come to Nieuweschans; without it our distance is the published one.
    assert (
        "Zonder Huisartsenpraktijk Voorstraat 2, Bad Nieuweschans zou het 8,7 km zijn"
        in (table.loc["huisarts-nieuweschans", "duiding"])
    )
    assert len(table) == len(real.study.published), "every published figure can be computed"


def test_the_published_effect_stands_beside_an_interval(real) -> None:  # type: ignore[no-untyped-def]
    row = real.published.set_index("cijfer").loc["seh-zonder-ommelander"]
    assert row["interval_laag"] < row["zorgkaart"] < row["interval_hoog"]
    assert "ons interval van 90 %" in row["duiding"]
