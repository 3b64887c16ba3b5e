"""Norms that ask a share of the people, in the small project with schools at km 2 and km 28."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest
from support.school_samples import only_schools, write_school_sample

from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.study.norm_shares import parts_of, share_sentences, share_table, shared_norms
from zorgkaart.study.study import Study


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return only_schools(Project.load(write_school_sample(tmp_path_factory.mktemp("scholen"))))


def changed(project: Project, **keys: object) -> Study:
    return Study(project.with_changes(norms={"school": keys}))


def by_hand(study: Study, area: np.ndarray, limit_min: float) -> dict[object, float]:
    """Of those whose minutes are known, the part within the limit, from the trip by car alone."""
    frame = pd.DataFrame(
        {"area": area, "minutes": study.travel["school"].minutes, "people": np.nan_to_num(study.residents.weight)}
    )
    frame = frame[(study.snapped.joined) & (frame["people"] > 0)]
    frame["within"] = frame["people"] * (frame["minutes"] <= limit_min)
    sums = frame.groupby("area")[["within", "people"]].sum()
    return (sums["within"] / sums["people"]).to_dict()


def test_shares_per_gemeente_are_those_worked_out_by_hand(project: Project) -> None:
    """Alfa: Dorp and Heem (500 of 700) lie within ten minutes; Eenrichting does not."""
    study = Study(project)
    table = share_table(study)
    assert list(table["norm"].unique()) == ["school"], "the other norm asks no share"
    gemeente = study.areas.buurten["gemeentenaam"].to_numpy()[study.residents.area]
    expected = by_hand(study, gemeente, 10)
    found = table[table["niveau"] == "gemeente"].set_index("gebied")["aandeel_binnen"].to_dict()
    assert found == pytest.approx(expected)
    assert found["Alfa"] == pytest.approx(500 / 700)
    whole = table[table["niveau"] == "geheel"].iloc[0]
    assert whole["aandeel_binnen"] == pytest.approx(by_hand(study, np.zeros(len(gemeente)), 10)[0.0])


def test_a_norm_is_met_from_its_very_share_on(project: Project) -> None:
    for share, met in ((500 / 700, "ja"), (500 / 700 + 1e-6, "nee")):
        table = share_table(changed(project, share=share))
        assert table.set_index("gebied")["gehaald"]["Alfa"] == met


def test_a_service_area_is_of_those_with_the_same_nearest_site(project: Project) -> None:
    study = changed(project, per="werkgebied")
    table = share_table(study)
    areas = table[table["niveau"] == "werkgebied"]
    assert list(areas["gebiedscode"]) == ["school-oost", "school-west"]
    users = areas.set_index("gebiedscode")["inwoners_beoordeeld"]
    weight, site = np.nan_to_num(study.residents.weight), study.travel["school"].site
    ids = study.facilities.table["id"]
    for school, people in users.items():
        assert people == pytest.approx(weight[site == list(ids).index(school)].sum())
    whole = table[table["niveau"] == "geheel"].iloc[0]
    assert areas["inwoners_beoordeeld"].sum() == pytest.approx(whole["inwoners_beoordeeld"])
    within = (areas["inwoners_beoordeeld"] * areas["aandeel_binnen"]).sum()
    assert within / whole["inwoners_beoordeeld"] == pytest.approx(whole["aandeel_binnen"])


@pytest.mark.parametrize(("per", "count"), [("buurt", 6), ("wijk", 5), ("gemeente", 2), ("geheel", 0)])
def test_a_share_can_be_asked_at_every_level(project: Project, per: str, count: int) -> None:
    table = share_table(changed(project, per=per))
    assert len(table[table["niveau"] == "geheel"]) == 1
    assert (table["niveau"] != "geheel").sum() == count


def test_a_level_that_the_areas_lack_is_refused(project: Project) -> None:
    study = changed(project, per="wijk")
    without = SimpleNamespace(
        areas=SimpleNamespace(wijken=study.areas.wijken.iloc[:0]), residents=study.residents, project=study.project
    )
    with pytest.raises(InputError, match=r"norms\.school: per = 'wijk', and the areas of this project have no such"):
        parts_of(cast("Study", without), study.chains["school"], "wijk")


def test_sentences_name_where_it_is_not_met(project: Project) -> None:
    (text,) = share_sentences(Study(project))
    assert text.startswith("School binnen 10 minuten (voor 90\N{NO-BREAK SPACE}% van de inwoners): nergens gehaald")
    assert "niet in Alfa (71,4\N{NO-BREAK SPACE}%) en Beta" in text
    (text,) = share_sentences(changed(project, share=0.1))
    assert "overal gehaald; van alle inwoners woont" in text


def test_nothing_is_said_where_no_norm_asks_a_share(project: Project) -> None:
    study = changed(project, share=None, per=None)
    assert not shared_norms(study)
    assert share_table(study).empty
    assert share_sentences(study) == []


def test_without_any_school_nothing_is_known(project: Project, tmp_path: Path) -> None:
    path = write_school_sample(tmp_path)
    table = tmp_path / "gegevens" / "school.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",open", ",gesloten"), encoding="utf-8")
    study = Study(only_schools(Project.load(path)))
    assert share_table(study).empty
    assert share_sentences(study)[0].endswith("niet te berekenen.")
