"""Pictures for documents: curves that are the distribution, bars that are the numbers, and files that say what of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from support.chart_samples import HOSTILE, texts

from zorgkaart import Close, run_scenario
from zorgkaart.analyses.run.document_pictures import run_pictures, scenario_pictures
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.pictures.drawing import write_pictures
from zorgkaart.study.study import Study


def test_the_pictures_of_a_run(study: Study, tmp_path: Path) -> None:
    origin = {"opdracht": "zorgkaart run proef.toml", "project": {"naam": HOSTILE}}
    files = write_pictures(run_pictures(study), tmp_path, origin=origin)
    names = {path.stem for path in files}
    assert {"seh", "huisarts", "seh_norm", "seh_buiten_norm", "seh_norm_verdeling", "reistijd_verdeling"} <= names
    assert {path.suffix for path in files} == {".png", ".svg"}
    for path in files:
        assert read_provenance(path) == origin, path.name
        if path.suffix == ".png":
            with Image.open(path) as image:
                colours = image.convert("RGB").getcolors(2**20)
            assert colours is not None
            assert len(colours) > 20
        else:
            assert path.stat().st_size < 1_000_000
            assert b"<script" not in path.read_bytes()


def test_the_pictures_of_a_scenario_show_both_sides(study: Study) -> None:
    scenario = run_scenario(study, [Close("seh-west")])
    found = dict(scenario_pictures(scenario))
    assert {"seh_voor", "seh_na", "seh_verschil", "seh_norm_voor", "seh_norm_na", "seh_norm_verschil"} <= set(found)
    before, after = (np.asarray(each.get_data()[1]) for each in found["seh_verdeling"].axes[0].lines[:2])
    assert (after <= before + 1e-9).all(), "who loses a site is nowhere sooner"
    assert (after < before - 1).any()
    assert any("dicht" in text for text in texts(found["seh_na"])), "what changes stands below"
