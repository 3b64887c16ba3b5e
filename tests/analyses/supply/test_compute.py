"""Supply by every method on the small project, and plain counts."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from support.supply_samples import supply_project

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.supply.compute import SupplyOverview
from zorgkaart.analyses.supply.paragraph import paragraph
from zorgkaart.analyses.supply.product import SupplyProduct, product_of
from zorgkaart.analyses.supply.summary import balance_sentence
from zorgkaart.analyses.supply.task import SupplyTask
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.study.study import Study


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> SupplyOverview:
    return SupplyOverview(Study(supply_project(tmp_path_factory.mktemp("aanbod"))), "huisarts")


def test_methods_stand_side_by_side_least_first(overview: SupplyOverview) -> None:
    table = overview.areas("buurten")
    assert table["buurtnaam"].tolist()[:2] == ["Eenrichting", "Stil"]
    row = table.set_index("buurtnaam").loc["Half"]
    # The only practice within reach, at weight 0.4, for 540 people or by the weights for 516.
    assert row["aanbod_bfca"] == pytest.approx(1000 / 540)
    assert row["aanbod_e2sfca"] == pytest.approx(0.4 * 1000 / 516)
    assert row["aanbod_m2sfca"] == pytest.approx(0.4**2 * 1000 / 516)
    assert row["aanbod_3sfca"] == pytest.approx(0.4 * 1000 / 516)


def test_sites_tell_who_comes(overview: SupplyOverview) -> None:
    table = overview.sites().set_index("id")
    assert table.loc["huisarts-heem", ["aanbod", "vraag", "aanbod_per_1000"]].tolist() == pytest.approx(
        [1, 540, 1000 / 540]
    )


def test_plain_counts_are_of_where_sites_lie(overview: SupplyOverview) -> None:
    table = overview.gemeenten().set_index("gemeentenaam")
    assert table["locaties"].to_dict() == {"Alfa": 1, "Beta": 1}
    assert table.loc["Alfa", "locaties_per_10000"] == pytest.approx(10_000 / 700)


def test_sites_stand_beside_a_number_per_gemeente_and_unknown_is_not_zero(tmp_path: Path) -> None:
    (tmp_path / "alleen.csv").write_text("gemeentecode,aantal\nGM0001,250\n", encoding="utf-8")
    project = supply_project(tmp_path, beside=tmp_path / "alleen.csv", beside_label="mensen die alleen wonen")
    overview = SupplyOverview(Study(project), "huisarts")
    table = overview.gemeenten().set_index("gemeentecode")
    assert table.loc["GM0001", "locaties_per_1000_naast"] == pytest.approx(1000 * 1 / 250)
    assert table.drop(index="GM0001")[["naast_aantal", "locaties_per_1000_naast"]].isna().all(axis=None)
    text = paragraph(overview).replace("\N{NO-BREAK SPACE}", " ")
    assert "Per 1.000 mensen die alleen wonen zijn er in Beta (4,0)." in text
    assert text.endswith("Van Alfa is dat aantal niet bekend.")
    assert undocumented(SupplyProduct(overview).tables["aanbod_per_gemeente"].columns, dictionary(project)) == []


def test_the_balance_is_kept_by_the_balanced_method_and_a_loss_would_be_said(overview: SupplyOverview) -> None:
    balance = overview.balances["bfca"]
    assert (balance.demand, balance.demand_shared) == (pytest.approx(1090), pytest.approx(1090))
    assert balance_sentence(balance).startswith("Controle: met BFCA blijven vraag en aanbod heel.")
    assert "GAAN VRAAG OF AANBOD VERLOREN" in balance_sentence(overview.balances["e2sfca"])


def test_the_paragraph_counts_people(overview: SupplyOverview) -> None:
    text = paragraph(overview).replace("\N{NO-BREAK SPACE}", " ")
    assert "Huisarts: 2 locaties in de proefstreek tellen mee." in text
    assert "Voor 200 inwoners ligt geen locatie binnen 15 minuten" in text
    assert "Van 110 inwoners is het aanbod niet bekend." in text
    assert text.endswith("Alleen geteld waar zij liggen, zijn er per 10.000 inwoners in elke gemeente 14,3.")


def test_all_columns_are_explained_and_a_record_repeats_it(overview: SupplyOverview) -> None:
    product = SupplyProduct(overview)
    for name, table in product.tables.items():
        assert undocumented(table.columns, dictionary(overview.study.project)) == [], name
    task = SupplyTask(soort="huisarts")
    assert product.task == task
    again = product_of(task, overview.study.project)
    for name, table in product.tables.items():
        assert table.equals(again.tables[name]), name
    assert not math.isnan(product.tables["aanbod_controle"]["aanbod_eruit"].iloc[0])
