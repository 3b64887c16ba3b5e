"""Who is followed where sides are not about the same people: whole buurten, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.study_samples import BUURTEN, PROJECT, Buurt, write_sample

from zorgkaart.analyses.compare.alike import check_alike
from zorgkaart.analyses.compare.compute import Comparison, compare
from zorgkaart.analyses.compare.followed import followed
from zorgkaart.analyses.compare.paragraphs import cautions
from zorgkaart.analyses.compare.side_views import side_areas
from zorgkaart.analyses.compare.sides import Side
from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import changed
from zorgkaart.study.study import Study

CLOSED = [Close("seh-oost"), Close("ambulance-west")]
MORE = [replace(buurt, people=buurt.people + 1) if buurt.name == "Dorp" else buurt for buurt in BUURTEN]
MOVED = [replace(buurt, addresses=[(2, 0), (2.5, 0)]) if buurt.name == "Dorp" else buurt for buurt in BUURTEN]
OLDER = [replace(buurt, elderly=buurt.elderly + 1) if buurt.name == "Dorp" else buurt for buurt in BUURTEN]

TURNED = [replace(buurt, addresses=buurt.addresses[::-1]) for buurt in BUURTEN]


def there(folder: Path, buurten: list[Buurt]) -> Study:
    return changed(Study(Project.load(write_sample(folder, project=PROJECT, buurten=buurten))), CLOSED).after


def against(study: Study, other: Study) -> Comparison:
    return compare([Side("a", "nu", study), Side("b", "elders", other)], anyway=True)


@pytest.mark.parametrize(
    ("buurten", "left_out"),
    [
        (MORE, {"Dorp"}),
        (MOVED, {"Dorp"}),
        (OLDER, {"Dorp"}),
        (BUURTEN[:-3], {"Half", "Ver weg", "Stil"}),
        (TURNED, set()),
    ],
)
def test_who_lives_where_people_differ_is_left_out(
    study: Study, tmp_path: Path, buurten: list[Buurt], left_out: set[str]
) -> None:
    """But for them it is the comparison of the same people, in whatever order the other side has their addresses."""
    other = there(tmp_path, list(buurten))
    found = followed(study, other)
    table = study.areas.buurten
    assert set(table["buurtnaam"][~table["buurtcode"].isin(found.buurten)]) == left_out
    gone = table["buurtnaam"].isin(left_out).to_numpy()[study.residents.area]
    assert found.one.tolist() == np.flatnonzero(~gone).tolist()
    assert bool(check_alike([Side("a", "nu", study), Side("b", "elders", other)], anyway=True)) == bool(left_out)
    for axis in ("x", "y", "weight"):
        mine, theirs = getattr(study.residents, axis)[found.one], getattr(other.residents, axis)[found.other]
        assert theirs == pytest.approx(mine, nan_ok=True)
    totals = against(study, other).totals().query("leeftijd == 'alle'").set_index("maat")
    alone = changed(study, CLOSED).after
    people = np.where(gone, 0.0, np.nan_to_num(study.residents.weight))
    extra = alone.travel["seh"].minutes - study.travel["seh"].minutes
    assert totals.loc["seh", "duurt_langer"] == pytest.approx(people[extra > 1e-6].sum())
    for place, side in (("buiten_tegen", study), ("buiten_kant", alone)):
        assert totals.loc["seh_norm", place] == pytest.approx(people[side.chains["seh"].outside].sum())


def test_what_is_left_out_is_said(study: Study, tmp_path: Path) -> None:
    comparison = against(study, there(tmp_path, MORE))
    said = " ".join(cautions(comparison)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Ook anders: A/B residents.weight (2x)." in said
    assert "Vergeleken zijn 8 buurten met 1.300 inwoners, die op elke kant dezelfde adressen en inwoners hebben" in said
    assert not comparison.all_people
    assert side_areas(comparison, "buurten")["buurtnaam"].tolist() == sorted(
        (buurt.name for buurt in BUURTEN if buurt.name != "Dorp"),
        key=study.areas.buurten["buurtnaam"].tolist().index,
    )
    # Dorp lies in Alfa, which is not whole without it.
    assert side_areas(comparison, "gemeenten")["gemeentenaam"].tolist() == ["Beta"]
    assert comparison.norm_shares().empty
    assert comparison.moves()["inwoners"].sum() <= 1300
    same = compare([Side("a", "nu", study), Side("b", "nu", study)])
    assert same.all_people
    assert not any("weggelaten" in text for text in cautions(same))


def test_without_anybody_in_common_there_is_nothing_to_compare(study: Study, tmp_path: Path) -> None:
    others = [replace(buurt, people=buurt.people + 3) for buurt in BUURTEN if buurt.people == buurt.people]
    with pytest.raises(InputError, match=r"no buurt with the same people on all sides: A/B buurten 9 / 8"):
        against(study, there(tmp_path, others))
