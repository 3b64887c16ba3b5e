"""The files of an uncertainty run: intervals, shares and effects as tables, layers and a map."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import folium
import pandas as pd

from zorgkaart.analyses.shared import provenance_of, write_json
from zorgkaart.analyses.tasks import UncertaintyTask
from zorgkaart.analyses.uncertainty.compute import Ensemble
from zorgkaart.analyses.uncertainty.effects import effects
from zorgkaart.analyses.uncertainty.intervals import area_intervals, total_intervals
from zorgkaart.analyses.uncertainty.variants import AFTER, BEFORE, CHANGE
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.classes import dutch, thousands
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import NAMES, site_layer
from zorgkaart.outputs.meaning.views import Moment, View
from zorgkaart.outputs.sheets.sheet_files import write_csv, write_workbook
from zorgkaart.outputs.web.folium_map import build_map, write_map
from zorgkaart.project.plans import AssumptionSection
from zorgkaart.scenarios.tables import site_table

DRAWS = "trekkingen"
CHANCE_PCT = (5.0, 25.0, 50.0, 75.0, 95.0)
LEVEL_TEXT = "Met per norm de onderkant, het midden en de bovenkant van de uitkomsten, en hoe zeker het oordeel is."
MOMENTS: Mapping[str, Moment] = {"": "", f"_{BEFORE}": "voor", f"_{AFTER}": "na", f"_{CHANGE}": "verschil"}
WORDS = {
    "uniform": "gelijkmatig van {low} tot {high}",
    "triangular": "driehoek van {low} over {mode} tot {high}",
    "normal": "normaal rond {mean}, standaardafwijking {sd}",
    "choice": "een van {values}",
    "chance": "telt met kans {chance}",
}


def write_uncertainty(ensemble: Ensemble, folder: Path, *, command: str) -> list[Path]:
    """Write an ensemble into `folder` and return the files.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.
    """
    study = ensemble.study
    project = study.project
    columns = presentation.dictionary(project)
    levels = {level: area_intervals(ensemble, level) for level in ensemble.areas}
    tables = uncertainty_tables(ensemble)
    origin = provenance_of(study, command, task=uncertainty_task(ensemble), tables=tables) | {
        "trekkingen": len(ensemble.drawn),
        "aannames": assumption_table(ensemble).to_dict("records"),
    }
    views = uncertainty_views(ensemble)
    layers = [
        Layer(level, frame, LEVEL_TEXT, tuple(presentation.area_styles(views, name_column=NAMES[level], share=0.0)))
        for level, frame in levels.items()
    ]
    files = [folder / "kaart.html", folder / "onzekerheid.gpkg", folder / "onzekerheid.xlsx"]
    write_map(uncertainty_map(ensemble, origin=origin), files[0])
    write_geopackage(files[1], [*layers, site_layer(project, site_table(study))], columns=columns, provenance=origin)
    sheets = {name: table for name, table in tables.items() if name != DRAWS}
    write_workbook(files[2], sheets, columns=columns, title=project.project.title, provenance=origin)
    for name, table in tables.items():
        files += write_csv(folder / "tabellen" / f"{name}.csv", table, columns=columns, provenance=origin)
    return [*files, write_json(folder / "provenance.json", origin)]


def uncertainty_tables(ensemble: Ensemble) -> dict[str, pd.DataFrame]:
    """The tables of an ensemble, by the names of their files."""
    return {
        "intervallen": total_intervals(ensemble),
        "invloed": effects(ensemble),
        "aannames": assumption_table(ensemble),
        **{level: area_intervals(ensemble, level) for level in ensemble.areas},
        DRAWS: draws_table(ensemble),
    }


def uncertainty_task(ensemble: Ensemble) -> UncertaintyTask:
    """What an ensemble computed."""
    return UncertaintyTask(wijzigingen=ensemble.changes, trekkingen=len(ensemble.drawn), begin=ensemble.seed)


def assumption_table(ensemble: Ensemble) -> pd.DataFrame:
    """The assumptions, what they were drawn from and who says so: ``aanname``, ``verdeling``, ``bron_aanname``."""
    rows = [
        {"aanname": name, "verdeling": in_words(section), "bron_aanname": section.source}
        for name, section in sorted(ensemble.study.project.assumptions.items())
    ]
    return pd.DataFrame(rows)


def in_words(section: AssumptionSection) -> str:
    """A distribution as a Dutch phrase."""
    numbers = {
        name: dutch(value)
        for name in ("low", "high", "mode", "mean", "sd", "chance")
        if (value := getattr(section, name)) is not None
    }
    values = " of ".join(dutch(value) for value in section.values)
    text = WORDS[section.distribution].format(**numbers, values=values)
    return f"{text}, maal de waarde van het project" if section.relative else text


def draws_table(ensemble: Ensemble) -> pd.DataFrame:
    """One row per draw: the drawn values and the inhabitants outside the norm."""
    outcomes = [name for name in ensemble.totals if "_inwoners_buiten_norm" in str(name)]
    return pd.concat([ensemble.drawn, ensemble.totals[outcomes]], axis=1)


def uncertainty_views(ensemble: Ensemble) -> list[View]:
    """The layers: how likely an area is outside the norm, and the middle, low and high of the chain."""
    project = ensemble.study.project
    views = []
    for kind, norm in project.norms.items():
        label = project.kinds[kind].label
        for suffix in (suffix for suffix in ensemble.moments if suffix != f"_{CHANGE}"):
            moment = MOMENTS[suffix]
            views.append(
                View(
                    key=f"{kind}_kans{suffix}",
                    label=f"{label}: kans buiten de norm",
                    group="Hoe zeker",
                    column=f"{kind}_kans_buiten_pct{suffix}",
                    classes=CHANCE_PCT,
                    unit="%",
                    moment=moment,
                    theme=f"{kind}_kans" if moment else "",
                    verdict=f"{kind}_zekerheid{suffix}",
                    kinds=(kind, norm.stations),
                    explanation=f"Deel van de {len(ensemble.drawn)} trekkingen waarin de buurt deels of geheel buiten "
                    f"de norm van {dutch(norm.limit_min)} minuten ligt.",
                )
            )
        for suffix in ensemble.moments:
            moment = MOMENTS[suffix]
            difference = moment == "verschil"
            for name, words in (("midden", "middelste"), ("laag", "onderkant"), ("hoog", "bovenkant")):
                views.append(
                    View(
                        key=f"{kind}_{name}{suffix}",
                        label=f"{label}: hele keten, {words}",
                        group="Minuten",
                        column=f"{kind}_norm_min_{name}{suffix}",
                        classes=presentation.DIFFERENCE_MIN if difference else norm.classes,
                        limit=None if difference else norm.limit_min,
                        diverging=difference,
                        moment=moment,
                        theme=f"{kind}_{name}" if moment else "",
                        kinds=(kind, norm.stations),
                        explanation="Over de trekkingen: de middelste uitkomst, en de grenzen waarbinnen 90 % ligt.",
                    )
                )
    # Of a scenario the situation after it shows first.
    return sorted(views, key=lambda view: view.moment not in ("", "na"))


def uncertainty_map(ensemble: Ensemble, *, origin: Mapping[str, Any] | None = None) -> folium.Map:
    """The folium map of an ensemble; what it was made from (`origin`) stands in the page."""
    study = ensemble.study
    project = study.project
    assumptions = [
        f"Aanname {row['aanname']}: {row['verdeling']}. Bron: {row['bron_aanname']}."
        for row in assumption_table(ensemble).to_dict("records")
    ]
    return build_map(
        area_intervals(ensemble),
        gemeenten=study.areas.surroundings,
        plaatsen=study.inputs.places,
        sites=site_table(study),
        views=uncertainty_views(ensemble),
        labels=presentation.labels(project),
        popup=[],
        title=f"Hoe zeker: {project.project.title}",
        subtitle=" ".join(sentences(ensemble)),
        notes=[*assumptions, *presentation.notes(project)],
        sources=project.project.sources,
        settings=project.map,
        date=datetime.date.today(),
        origin=origin,
    )


def sentences(ensemble: Ensemble) -> list[str]:
    """Per norm the headline with its interval, as Dutch sentences."""
    table = total_intervals(ensemble)
    people = table[table["maat"] == "inwoners_buiten_norm"]
    labels = presentation.labels(ensemble.study.project)
    texts = {
        "nu": "{label}: tussen {low} en {high} inwoners buiten de norm (midden {middle}).",
        "verschil": "{label}: de wijziging brengt er tussen {low} en {high} bij (midden {middle}).",
    }
    return [
        texts[row["situatie"]].format(
            label=labels[row["soort"]],
            low=thousands(row["laag"]),
            high=thousands(row["hoog"]),
            middle=thousands(row["midden"]),
        )
        for row in people.to_dict("records")
        if row["situatie"] in texts
    ]
