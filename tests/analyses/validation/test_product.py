"""The page and the tables of a validation."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

from support.study_samples import BUURTEN, PROJECT
from support.validation_samples import TODAY, sample_study, with_cbs

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.validation.compute import accept_results, validate
from zorgkaart.analyses.validation.figures import Interval
from zorgkaart.analyses.validation.product import ValidationProduct, validation_tables
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.study.study import Study

# The page and the tables.


def test_all_columns_are_documented(study: Study) -> None:
    known = dictionary(study.project)
    for name, table in validation_tables(validate(study)).items():
        assert undocumented(table.columns, known) == [], name


def test_the_page_says_what_was_found_and_runs_nothing(study: Study, tmp_path: Path) -> None:
    accepted = tmp_path / "proef.accepted.csv"
    found = validate(study, intervals={"seh_extra_zonder_seh-west": Interval(400, 600, 40)})
    found, _ = accept_results(found, accepted, today=TODAY)
    files = write(ValidationProduct(found), tmp_path / "uit", command="zorgkaart validate")
    assert {file.name for file in files} >= {
        "validatie.html",
        "validatie.xlsx",
        "provenance.json",
        *(f"{name}.csv" for name in ("cijfers", "stedelijkheid", "grootste_verschillen", "buurten", "aanvaard")),
    }
    assert all(file.stat().st_size for file in files)
    page = files[0].read_text(encoding="utf-8")
    assert re.findall("<script[^>]*>", page) == ['<script type="application/json" id="herkomst">']
    assert "default-src &#39;none&#39;" in page
    assert "Binnen de buurt loopt de afstand van 0,2 tot 6,6 km" in page
    assert "Geen van de hoofdcijfers wijkt meer dan de afgesproken tolerantie af" in page
    assert page.count("data:image/svg+xml;base64,") == 3
    again = write(ValidationProduct(found), tmp_path / "nog-eens", command="zorgkaart validate")
    pictures = re.findall('data:image[^"]*', page)
    assert re.findall('data:image[^"]*', again[0].read_text(encoding="utf-8")) == pictures


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    evil = ["<script>alert(1)</script>", "=1+1", r"$\frac{1}{0$", '"><img src=x onerror=alert(2)>']
    buurten = [replace(buurt, name=name) for buurt, name in zip(BUURTEN, evil, strict=False)] + list(BUURTEN[4:])
    study = sample_study(tmp_path, buurten=buurten)
    table = study.facilities.table
    table["naam"] = [f"<script>{name}</script>$x_" for name in table["naam"]]
    found = validate(study, intervals={"seh_extra_zonder_seh-west": Interval(400, 600, 40)})
    found, _ = accept_results(found, tmp_path / "proef.accepted.csv", today=TODAY)
    files = write(ValidationProduct(found), tmp_path / "uit", command="<b>opdracht</b>")
    page = files[0].read_text(encoding="utf-8")
    assert len(re.findall("<script", page)) == 1
    assert "<img src=x" not in page
    assert "<b>opdracht" not in page.split('id="herkomst"')[0]
    assert "&lt;script&gt;alert(1)" in page
    text = (tmp_path / "uit" / "tabellen" / "buurten.csv").read_text(encoding="utf-8-sig")
    assert ";'=1+1;" in text


def test_a_project_without_anything_to_compare_with(tmp_path: Path) -> None:
    bare = PROJECT.replace('published = "gegevens/gepubliceerd.csv"\n', "")
    study = sample_study(tmp_path, project=bare, buurten=with_cbs(**dict.fromkeys([b.name for b in BUURTEN], math.nan)))
    found = validate(study)
    assert found.fit.buurten == 0
    assert found.worst.empty
    assert found.published.empty
    page = write(ValidationProduct(found), tmp_path / "uit", command="zorgkaart validate")[0].read_text(
        encoding="utf-8"
    )
    assert "nog geen uitkomsten aanvaard" in page
