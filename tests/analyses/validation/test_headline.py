"""The headline figures, worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from support.study_samples import PROJECT
from support.validation_samples import NEAR, sample_study

from zorgkaart.analyses.validation.distances import distance_table, fit_of
from zorgkaart.analyses.validation.headline import headline_figures
from zorgkaart.study.study import Study

# Headline figures and drift.


def test_headline_figures_by_hand(study: Study) -> None:
    table = headline_figures(study, fit_of(distance_table(study))).set_index("id")
    assert table.index.is_unique
    assert table.loc["acute_verloskunde_inwoners_buiten_norm", "waarde"] == pytest.approx(450)
    assert table.loc["acute_verloskunde_buurten_gemarkeerd", "waarde"] == 2
    assert table.loc["huisarts_km_GM0000", "waarde"] == pytest.approx(3650 / 700, abs=NEAR)
    assert "seh_extra_zonder_seh-oost" in table.index, "a published closure"
    assert table.loc["seh_extra_zonder_seh-oost", "waarde"] == 0, "it is not open at night, so it does not count"
    assert math.isnan(table.loc["seh_extra_zonder_seh-west", "waarde"]), "no hospital is left that counts"
    assert table.loc["seh_gemiddeld_min", "waarde"] == pytest.approx(
        float(np.average(study.travel["seh"].minutes[known_minutes(study)], weights=weights(study)))
    )


def known_minutes(study: Study) -> np.ndarray:
    return ~np.isnan(study.travel["seh"].minutes) & ~np.isnan(study.residents.weight)


def weights(study: Study) -> np.ndarray:
    return study.residents.weight[known_minutes(study)]


def test_scenarios_of_the_project_are_headline_figures(tmp_path: Path) -> None:
    scenarios = """
[scenarios.west_dicht]
title = "West sluit"
kinds = ["seh"]
close = ["seh-west"]

[scenarios.nacht]
at = "nacht"
close = ["post-avond"]
"""
    study = sample_study(tmp_path, project=PROJECT + scenarios)
    table = headline_figures(study, fit_of(distance_table(study))).set_index("id")
    assert table.loc["seh_extra_scenario_west_dicht", "onderwerp"].endswith("in het scenario 'West sluit'")
    assert not table.index.str.contains("nacht").any()
