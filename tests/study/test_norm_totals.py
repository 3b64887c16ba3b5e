"""The summary with every norm: those of a kind beside its first, with their shares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.study_samples import PROJECT, write_sample

from zorgkaart.project.model import Project
from zorgkaart.study.norm_totals import summary_with_norms
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import summary_table

MORE = """
[norms.seh_nabij]
kind = "seh"
measure = "reis"
mode = "auto"
limit_min = 10
share = 0.9
source = "toets"
"""


def test_every_norm_stands_once_with_its_own_people_and_share(tmp_path: Path) -> None:
    study = Study(Project.load(write_sample(tmp_path, project=PROJECT + MORE)))
    table, plain = summary_with_norms(study), summary_table(study)
    named = table[table["norm"].notna()]
    assert sorted(named["norm"]) == sorted(study.project.norms)
    assert list(table.loc[table["locaties"].notna(), "voorziening"]) == list(plain["voorziening"])
    weight = np.nan_to_num(study.residents.weight)
    for row in named.to_dict("records"):
        judged = study.chains[row["norm"]]
        assert row["inwoners_buiten_norm"] == pytest.approx(weight[judged.outside].sum())
        within = weight[judged.known & ~judged.outside].sum() / weight[judged.known].sum()
        assert row["aandeel_binnen"] == pytest.approx(within)
    extra = named.set_index("norm").loc["seh_nabij"]
    assert (extra["soort"], extra["aandeel_gevraagd"]) == ("seh", 0.9)
    assert extra["gehaald"] == ("ja" if extra["aandeel_binnen"] >= 0.9 else "nee")
    assert np.isnan(extra["locaties"])
    kinds = list(table["soort"])
    assert kinds.index("seh") + 1 == kinds.index("seh", kinds.index("seh") + 1)  # it stands below the kind's own row


def test_without_norms_it_is_the_plain_summary(tmp_path: Path) -> None:
    study = Study(Project.load(write_sample(tmp_path)))
    bare = study.with_project(study.project.model_copy(update={"norms": {}, "verdict": study.project.verdict}))
    assert "norm" not in summary_with_norms(bare)
