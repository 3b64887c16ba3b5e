"""Remarks on the small project, counted by hand, and on the province."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.quality_samples import NAN, by_area, changed, numbers

from zorgkaart.study.study import Study


def test_inhabitants_per_remark_are_those_one_counts_by_hand(study: Study) -> None:
    np.testing.assert_allclose(numbers(study, "inwoners_ver_van_weg"), [0, 0, 0, 0, 0, 0, 40, 0, NAN])
    np.testing.assert_allclose(numbers(study, "inwoners_los_wegdeel"), [0, 0, 0, 0, 0, 60, 0, 0, NAN])
    # West of the ring live 100 + 400 + 40, east of it 500 + 50; on the ring itself nobody hangs on one road.
    np.testing.assert_allclose(numbers(study, "inwoners_enkele_weg"), [100, 400, 0, 500, 50, 0, 40, 0, NAN])
    np.testing.assert_allclose(numbers(study, "inwoners_veerboot"), [0, 0, 0, 0, 0, 0, 0, 0, NAN])
    # The doubtful practice at (2,0) is nearer than the one at (7,0) for Dorp and for (0,6).
    np.testing.assert_allclose(numbers(study, "inwoners_onzekere_locatie"), [100, 0, 0, 0, 0, 0, 40, 0, NAN])


def test_texts_say_what_a_remark_rests_on(study: Study) -> None:
    roads = by_area(study, "enkele_weg_toelichting")
    assert (roads["Dorp"], roads["Half"]) == ("samen 540 inwoners achter deze weg",) * 2
    assert (roads["Lint"], roads["Kom"]) == ("samen 550 inwoners achter deze weg",) * 2
    assert roads["Eenrichting"] is None
    sites = by_area(study, "onzekere_locatie_toelichting")
    assert sites["Dorp"] == "Huisarts: Praktijk Dorp (ligt dichterbij en telt niet mee: status twijfel)"
    assert sites["Heem"] is None


def test_remarks_are_counted_and_named_from_the_share_on(study: Study) -> None:
    found = by_area(study, "opmerkingen_toelichting")
    assert found["Dorp"] == "afhankelijk van een enkele weg; onzekere locatie"
    assert found["Half"].startswith("ver van een weg; afhankelijk van een enkele weg")
    assert found["Eiland"] == "los stuk weg"
    assert by_area(study, "opmerkingen")["Dorp"] == 2
    frame = study.results["buurten"]
    listed = frame["opmerkingen_toelichting"].fillna("").map(lambda text: len(text.split("; ")) if text else 0)
    assert (listed == frame["opmerkingen"]).all()


def test_every_kind_at_the_edge_is_named_where_the_flag_is_up(study: Study) -> None:
    frame = study.results["buurten"]
    assert ((frame["inwoners_netwerkrand"].fillna(1) > 0) >= frame["netwerkrand_toelichting"].notna()).all()
    assert not (frame["netwerkrand_toelichting"].notna() & ~frame["netwerkrand"]).any()
    assert frame["netwerkrand_toelichting"].notna().any()


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"far_road_m": 40}, "inwoners_ver_van_weg", [0, 0, 0, 0, 25, 0, 40, 0, NAN]),
        ({"single_road_inhabitants": 545}, "inwoners_enkele_weg", [0, 0, 0, 500, 50, 0, 0, 0, NAN]),
        ({"single_road_inhabitants": 551}, "inwoners_enkele_weg", [0, 0, 0, 0, 0, 0, 0, 0, NAN]),
        ({"single_road_inhabitants": 40}, "inwoners_enkele_weg", [100, 400, 0, 500, 50, 0, 40, 0, NAN]),
    ],
)
def test_limits_of_the_project_decide(
    study: Study, changes: dict[str, object], column: str, expected: list[float]
) -> None:
    np.testing.assert_allclose(numbers(changed(study, quality=changes), column), expected)


def test_the_share_from_which_a_remark_counts(study: Study) -> None:
    assert "ver van een weg" in by_area(changed(study, quality={"flag_share": 0.5}), "opmerkingen_toelichting")["Half"]
    higher = by_area(changed(study, quality={"flag_share": 0.51}), "opmerkingen_toelichting")
    assert higher["Half"] is None


def test_remarks_on_the_province_are_plausible(groningen: Study) -> None:
    frame = groningen.results["buurten"].set_index("buurtnaam")
    for mark in groningen.marks:
        people = frame[f"inwoners_{mark.name}"]
        assert (people.dropna() <= frame.loc[people.notna(), "inwoners"] + 1e-6).all(), mark.name
    # The asylum centre at Ter Apel and the islands of Meerstad have one way out.
    assert frame.loc["Verspreide huizen Ter Apel en Ter Apelkanaal", "inwoners_enkele_weg"] > 1000
    assert frame.loc["Tersluis", "inwoners_enkele_weg"] == pytest.approx(frame.loc["Tersluis", "inwoners"])
    # Lauwersoog lies nearer to Fryslân than to any out-of-hours post of Groningen.
    assert frame.loc["Lauwersmeer", "onvolledig_toelichting"].startswith("Huisartsenpost: alleen locaties in Groningen")
    # The islands off the coast are whole, so there is no edge of the file near it behind which a hospital could lie.
    assert pd.isna(frame.loc["Lauwersmeer", "netwerkrand_toelichting"])
    assert (frame["inwoners_veerboot"].dropna() == 0).all()
