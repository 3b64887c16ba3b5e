"""What an analysis of equity computes, against sums over the addresses of the small project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.equity_samples import SUPPLY, WORTH, write_equity

from zorgkaart.analyses.equity.compute import Equity, equity
from zorgkaart.analyses.equity.figures import TOO_FEW, measure_words
from zorgkaart.analyses.equity.people_groups import fifths
from zorgkaart.analyses.equity.sentences import about
from zorgkaart.errors import InputError, ProjectError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.study.study import Study


def value(result: Equity, gemeten: str, groep: str, maatstaf: str, column: str = "nu") -> float:
    table = result.table
    rows = table[(table["gemeten"] == gemeten) & (table["groep"] == groep) & (table["maatstaf"] == maatstaf)]
    assert len(rows) == 1
    return float(rows.iloc[0][column])


def people(study: Study) -> pd.DataFrame:
    """Every inhabitant, as far as their number is known: minutes to a hospital, worth of homes, and who is 65."""
    buurt = study.areas.buurten["buurtnaam"].to_numpy()[study.residents.area]
    frame = pd.DataFrame({"buurt": buurt, "weight": study.residents.weight, "min": study.trips["seh"].minutes})
    frame["old"] = study.ages[65]
    frame["worth"] = [WORTH.get(name, np.nan) for name in buurt]
    return frame


def test_the_measures_are_those_of_all_pairs_of_people(present: Equity) -> None:
    frame = people(present.study).dropna(subset=["weight", "min"])
    mean = np.average(frame["min"], weights=frame["weight"])
    assert value(present, "seh_min", "iedereen", "gemiddelde") == pytest.approx(mean)
    apart = np.abs(np.subtract.outer(frame["min"].to_numpy(), frame["min"].to_numpy()))
    pairs = np.multiply.outer(frame["weight"].to_numpy(), frame["weight"].to_numpy())
    assert value(present, "seh_min", "iedereen", "gini") == pytest.approx(
        (apart * pairs).sum() / pairs.sum() / mean / 2
    )
    old = frame.dropna(subset=["old"])
    expected = np.average(old["min"], weights=old["old"])
    assert value(present, "seh_min", "65 jaar en ouder", "gemiddelde") == pytest.approx(expected)


def test_people_are_ranked_by_the_worth_of_their_area_as_far_as_it_is_known(present: Equity) -> None:
    frame = people(present.study).dropna(subset=["weight", "min", "worth"])
    lower = [frame.loc[frame["worth"] < worth, "weight"].sum() for worth in frame["worth"]]
    same = [frame.loc[frame["worth"] == worth, "weight"].sum() for worth in frame["worth"]]
    rank = (np.array(lower) + np.array(same) / 2) / frame["weight"].sum()
    mean = np.average(frame["min"], weights=frame["weight"])
    covariance = np.average((frame["min"] - mean) * (rank - 0.5), weights=frame["weight"])
    assert value(present, "seh_min", "iedereen", "concentratie") == pytest.approx(2 * covariance / mean)
    counted = value(present, "seh_min", "iedereen", "concentratie", "inwoners_geteld")
    assert counted == pytest.approx(frame["weight"].sum())


def test_who_counts_and_who_does_not_are_all_of_a_group(present: Equity) -> None:
    table = present.table[present.table["groep"] == "iedereen"]
    everyone = np.nansum(present.study.residents.weight)
    assert (table["inwoners_geteld"] + table["inwoners_niet_geteld"]).to_numpy() == pytest.approx(everyone)


def test_outside_a_norm_is_the_share_that_a_run_has(present: Equity) -> None:
    study = present.study
    outside = study.results["buurten"]["seh_inwoners_buiten_norm"].sum()
    share = value(present, "seh_inwoners_buiten_norm", "iedereen", "aandeel_buiten")
    known = value(present, "seh_inwoners_buiten_norm", "iedereen", "aandeel_buiten", "inwoners_geteld")
    assert share * known == pytest.approx(outside)
    measures = set(present.table.loc[present.table["gemeten"] == "seh_inwoners_buiten_norm", "maatstaf"])
    assert measures == {"aandeel_buiten", "erreygers"}


def test_of_fewer_than_fifty_people_nothing_is_shown_and_it_is_said(present: Equity) -> None:
    rows = present.table[present.table["groep"] == "3 land"]  # ten people
    assert len(rows)
    assert set(rows["niet_getoond"]) == {TOO_FEW}
    assert rows[["nu", "inwoners_geteld", "inwoners_niet_geteld"]].isna().all(axis=None)
    shown = present.table[present.table["inwoners_geteld"].notna()]
    assert (shown.loc[shown["inwoners_geteld"] > 0, "inwoners_geteld"] >= 50).all()


def test_who_lives_where_a_characteristic_is_unknown_is_a_group_too(present: Equity) -> None:
    rows = present.table[(present.table["groep"] == "niet bekend") & (present.table["gemeten"] == "huisarts_min")]
    assert set(rows["groepsindeling"]) == {"woz", "stad"}


def test_before_and_after_are_those_of_two_analyses(closure: Equity) -> None:
    table = closure.table
    assert table["verandering"].to_numpy() == pytest.approx((table["na"] - table["voor"]).to_numpy(), nan_ok=True)
    now = equity(closure.study.project, ["seh", "huisarts"]).table
    assert table["voor"].tolist() == pytest.approx(now["nu"].tolist(), nan_ok=True)
    moved = table[table["gemeten"] == "huisarts_min"]["verandering"].dropna()
    assert (moved == 0).all()
    assert value(closure, "seh_min", "iedereen", "gemiddelde", "verandering") > 0


def test_intervals_are_of_the_draws_and_only_of_what_is_shown(closure: Equity) -> None:
    table = closure.table
    assert len(closure.drawn) == 4
    row = table[(table["gemeten"] == "seh_norm_min") & (table["groep"] == "iedereen")].set_index("maatstaf")
    low, high = row.loc["gemiddelde", "na_laag"], row.loc["gemiddelde", "na_hoog"]
    key = next(key for key in closure.drawn[0]["na"] if key[0] == "seh_norm_min" and key[3] == "gemiddelde")
    drawn = [draw["na"][key] for draw in closure.drawn]
    assert (low, high) == pytest.approx(tuple(np.quantile(drawn, [0.05, 0.95])))
    hidden = table[table["na"].isna()]
    assert hidden[["na_laag", "na_hoog"]].isna().all(axis=None)
    assert len(hidden)


def test_curves_go_from_nobody_to_everyone(present: Equity) -> None:
    curves = present.curves
    assert {"lorenz", "concentratie"} == set(curves["kromme"])
    for (_, name, _), rows in curves.groupby(["gemeten", "kromme", "situatie"]):
        assert rows["aandeel_totaal"].iloc[[0, -1]].tolist() == pytest.approx([0, 1])
        assert (np.diff(rows["aandeel_totaal"]) >= -1e-12).all()
        if name == "lorenz":
            assert (rows["aandeel_totaal"] <= rows["aandeel_inwoners"] + 1e-12).all()
    assert "lorenz" not in set(curves.loc[curves["gemeten"] == "seh_inwoners_buiten_norm", "kromme"])


def test_at_a_moment_only_what_is_open_counts(equity_project: Path) -> None:
    project = Project.load(equity_project)
    night = equity(project, ["seh"], moment=parse_moment("zo 03:00"))
    assert value(night, "seh_min", "iedereen", "gemiddelde") > value(
        equity(project, ["seh"]), "seh_min", "iedereen", "gemiddelde"
    )


def test_supply_is_spread_too_and_of_it_more_is_better(tmp_path: Path) -> None:
    result = equity(Project.load(write_equity(tmp_path, more=SUPPLY)), ["huisarts"])
    study, name = result.study, "huisarts_aanbod_per_1000"
    supply = study.supplied("huisarts").access * 1000
    known = ~np.isnan(supply) & ~np.isnan(study.residents.weight)
    expected = np.average(supply[known], weights=study.residents.weight[known])
    assert value(result, name, "iedereen", "gemiddelde") == pytest.approx(expected)
    quantity = next(item for item in result.quantities if item.name == name)
    assert "minuten" not in " ".join(about(result, quantity))
    assert "aanbod" in " ".join(about(result, quantity))
    assert {"lorenz", "concentratie"} == set(result.curves.loc[result.curves["gemeten"] == name, "kromme"])


def test_without_a_table_there_are_no_ranks_and_no_classes(tmp_path: Path) -> None:
    project = Project.load(write_equity(tmp_path)).with_changes(equity={"table": None, "rank": "", "groups": ()})
    result = equity(project)
    assert set(result.table["groepsindeling"]) == {"iedereen", "leeftijd"}
    assert not {"concentratie", "erreygers"} & set(result.table["maatstaf"])
    assert set(result.curves["kromme"]) == {"lorenz"}


def test_every_measure_is_explained(present: Equity) -> None:
    assert set(present.table["maatstaf"]) == set(measure_words())
    assert all(words.meaning and words.title for words in measure_words().values())


def test_what_cannot_be_asked_is_refused(equity_project: Path) -> None:
    project = Project.load(equity_project)
    with pytest.raises(InputError, match=r"'sehs' is no norm and no kind with travel times\. Did you mean 'seh'"):
        equity(project, ["sehs"])
    with pytest.raises(ProjectError, match="draws are not made at a moment"):
        equity(project, draws=3, moment=parse_moment("zo 03:00"))


def test_fifths_by_hand() -> None:
    """Ten people each; those of equal rank stay together, and who is unknown is in none."""
    rank = np.array([5.0, 1.0, 2.0, 4.0, 3.0, np.nan])
    assert fifths(rank, np.full(6, 10.0)).tolist() == [4, 0, 1, 3, 2, -1]
    assert fifths(np.array([1.0, 1.0, 2.0]), np.array([30.0, 30.0, 40.0])).tolist() == [1, 1, 4]
    assert fifths(np.array([1.0, np.nan]), np.zeros(2)).tolist() == [-1, -1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50)), min_size=1, max_size=30))
def test_a_higher_area_is_in_no_lower_fifth(rows: list[tuple[int, int]]) -> None:
    rank, count = np.array(rows, dtype=np.float64).T
    fifth = fifths(rank, count)
    order = np.argsort(rank, kind="stable")
    if count.sum() > 0:
        assert (np.diff(fifth[order]) >= 0).all()
        assert fifth.min() >= 0
        assert fifth.max() <= 4
