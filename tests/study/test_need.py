"""The need of the residents of each point: sums by hand on the small project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.key_changes import by_class, with_need
from support.study_samples import write_sample

from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.study.need import INHABITANTS
from zorgkaart.study.study import Study


def project_in(folder: Path) -> Project:
    return Project.load(write_sample(folder))


def of_buurten(study: Study, per_point: np.ndarray) -> np.ndarray:
    return np.bincount(study.residents.area, per_point, len(study.areas.buurten))


def test_without_a_table_every_inhabitant_counts_as_one(study: Study) -> None:
    need = study.need("huisarts")
    assert np.array_equal(need.per_point, study.residents.weight, equal_nan=True)
    assert (need.unit, need.by_age, need.counts_use) == (INHABITANTS, False, False)
    assert need.per_buurt[0] == 100
    assert study.age_classes is None


def test_need_follows_the_ages_of_each_buurt(tmp_path: Path) -> None:
    """Of Dorp 20 of 100 inhabitants are of 65 and over, who go nine times; the others go twice."""
    study = Study(with_need()(project_in(tmp_path), tmp_path))
    need = study.need("huisarts")
    assert need.per_buurt[:4] == pytest.approx([80 * 2 + 20 * 9, 300 * 2 + 900, 140 * 2 + 540, 400 * 2 + 900])
    assert np.isnan(need.per_buurt[4]), "in Kom the people of 65 and over are not known"
    assert of_buurten(study, need.per_point)[:4] == pytest.approx(need.per_buurt[:4])
    assert need.total == pytest.approx(np.nansum(need.per_buurt))
    assert (need.unit, need.source, need.by_age, need.counts_use) == ("contacten per jaar", "Verzonnen", True, True)
    assert not study.need("seh").by_age


def test_those_of_unknown_ages_get_the_mean_of_the_others(tmp_path: Path) -> None:
    study = Study(with_need()(project_in(tmp_path), tmp_path))
    need, weight = study.need("huisarts"), study.residents.weight
    filled = need.or_mean(weight)
    known = ~np.isnan(need.per_point)
    assert np.array_equal(filled[known], need.per_point[known])
    mean = need.per_point[known].sum() / weight[known].sum()
    assert of_buurten(study, filled)[4] == pytest.approx(50 * mean)
    assert np.nansum(filled) / np.nansum(weight) == pytest.approx(mean)
    assert np.isnan(filled[np.isnan(weight)]).all()


def test_weights_do_not_count_use(tmp_path: Path) -> None:
    need = Study(with_need(weights_only=True)(project_in(tmp_path), tmp_path)).need("huisarts")
    assert need.by_age
    assert not need.counts_use


def test_need_by_age_without_ages_is_refused(tmp_path: Path) -> None:
    project = with_need()(project_in(tmp_path), tmp_path).with_changes(areas={"age_classes": None})
    with pytest.raises(InputError, match=r"\[need.huisarts\]: need by age takes a table of ages"):
        Study(project).need("huisarts")


def test_a_kind_that_is_not_there_is_refused(study: Study) -> None:
    with pytest.raises(InputError, match="tandarts"):
        study.need("tandarts")


def test_classes_of_age_give_the_older_inhabitants_too(tmp_path: Path) -> None:
    """No class of the sample begins at 75, so only those of 65 and over are known."""
    study = Study(by_class(project_in(tmp_path), tmp_path))
    assert study.age_classes is not None
    assert study.age_classes.counts[0].tolist() == [50, 30, 20]
    assert list(study.ages) == [65]
