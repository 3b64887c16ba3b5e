"""Distances held against figures per gemeente."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from zorgkaart.analyses.validation.gemeente_fits import fit_sentence, gemeente_fits
from zorgkaart.study.study import Study

NAMES = list("ABCDE")


def made(count: int, upper: float = float("nan")) -> tuple[Study, pd.DataFrame]:
    names = NAMES[:count]
    given = pd.DataFrame({"id": names, "gebied": names, "waarde": [1.0, 2, 3, 4, 5][:count]})
    given = given.assign(maat="afstand_km", niveau="gemeenten", soort="winkel", waarde_tot=upper)
    areas = pd.DataFrame({"gemeentenaam": NAMES, "inwoners": [100.0, 0, 0, 0, 300]})
    kinds = {"winkel": SimpleNamespace(label="Winkel")}
    study = SimpleNamespace(
        published=given, areas=SimpleNamespace(gemeenten=areas), project=SimpleNamespace(kinds=kinds)
    )
    published = pd.DataFrame({"cijfer": names[::-1], "zorgkaart": [6.0, 5, 4, 3, 1][-count:]})
    return cast("Study", cast("Any", study)), published


def test_ours_beside_the_figure_of_the_same_gemeente() -> None:
    study, published = made(5)
    (fit,) = gemeente_fits(study, published).values()
    assert (fit.buurten, fit.inwoners) == (5, 400)
    assert fit.bias_km == pytest.approx((100 * 0 + 300 * 1) / 400)
    assert fit.correlation > 0.98
    assert fit_sentence(study, "winkel", fit).endswith("gemiddeld verschil +0,75 km.")


def test_few_gemeenten_and_ranges_give_none() -> None:
    assert gemeente_fits(*made(4)) == {}
    assert gemeente_fits(*made(5, upper=9.0)) == {}
