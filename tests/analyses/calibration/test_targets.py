"""How sharply a published figure is known."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.calibration_samples import write_truth
from support.validation_samples import by_hand, several

from zorgkaart.analyses.calibration.targets import effects, published_figures, rounding_unit
from zorgkaart.study.study import Study


@pytest.mark.parametrize(
    ("value", "unit"),
    [(13200, 100), (13_201, 1), (20_000, 10_000), (2.5, 0.1), (0.25, 0.01), (0, 1), (7, 1), (-300, 100)],
)
def test_the_unit_shows_in_the_zeros(value: float, unit: float) -> None:
    assert rounding_unit(value) == pytest.approx(unit)


@given(st.integers(1, 10**7), st.integers(-2, 4))
def test_a_figure_is_a_whole_number_of_its_units_and_not_of_ten(number: int, exponent: int) -> None:
    value = float(f"{number}e{exponent}")
    parts = value / rounding_unit(value)
    assert parts == pytest.approx(round(parts))
    assert round(parts) % 10 != 0


def test_the_variance_is_that_of_what_lies_anywhere_in_a_unit_and_an_address(tmp_path: Path) -> None:
    study = Study(write_truth(tmp_path, unit="100"))
    people = np.nan_to_num(study.residents.weight)
    draws = np.random.default_rng(1)
    address = (people**2).sum() / people.sum()
    drawn = draws.uniform(-50, 50, 200_000) + draws.uniform(-address / 2, address / 2, 200_000)
    figures = published_figures(study)
    assert figures["sd"].to_numpy() == pytest.approx(drawn.std(), rel=0.01)
    assert figures["afronding"].tolist() == [100, 100]


def test_a_figure_of_a_day_is_computed_with_the_sites_of_that_day(tmp_path: Path) -> None:
    study = several(tmp_path)
    figures = published_figures(study)
    assert figures[["id", "datum"]].to_numpy().tolist() == [["oost", ""], ["dicht-toen", "2017-06-01"]]
    then = study.project.on(datetime.date(2017, 6, 1))
    for number, project, closed in ((0, study.project, "seh-oost"), (1, then, "seh-dicht")):
        own = study.project.norms["seh"].on_scene_min
        effect = by_hand(project, own, closed=closed) - by_hand(project, own)
        slower = by_hand(project, 9, closed=closed) - by_hand(project, 9)
        assert effects(study, figures)[number] == pytest.approx(effect)
        late = Study(study.project.with_changes(norms={name: {"on_scene_min": 9} for name in study.project.norms}))
        assert effects(late, figures)[number] == pytest.approx(slower)


def test_of_a_range_the_length_is_the_unit_and_the_middle_the_figure(tmp_path: Path) -> None:
    project = write_truth(tmp_path)
    (tmp_path / "gegevens" / "gepubliceerd.csv").write_text(
        "id,maat,soort,niveau,gebied,gesloten,waarde,waarde_tot,eenheid,jaar,bron,toelichting\n"
        "een,extra_buiten_norm,seh,,,seh-west,200,450,inwoners,2020,Verzonnen,x\n"
        "twee,extra_buiten_norm,seh,,,seh-oost,200,,inwoners,2020,Verzonnen,x\n",
        encoding="utf-8",
    )
    figures = published_figures(Study(project)).set_index("id")
    assert figures["gepubliceerd"].tolist() == [325, 200]
    assert figures["afronding"].tolist() == [250, 100]
    assert math.sqrt((250**2 - 100**2) / 12) == pytest.approx(
        math.sqrt(figures.loc["een", "sd"] ** 2 - figures.loc["twee", "sd"] ** 2)
    )
