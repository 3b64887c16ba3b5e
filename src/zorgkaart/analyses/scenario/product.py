"""What a scenario gives: map, GeoPackage, tables and rasters of before, after and the difference, and the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import folium
import pandas as pd
from geopandas import GeoDataFrame
from matplotlib.figure import Figure

from zorgkaart.access.supply import ShownSupply
from zorgkaart.access.surface import Surface
from zorgkaart.analyses.beside import NOTHING, Beside
from zorgkaart.analyses.documented_product import DocumentedProduct
from zorgkaart.analyses.equity.chapter import equity_section
from zorgkaart.analyses.report.document import build_report
from zorgkaart.analyses.report.outcome import outcome
from zorgkaart.analyses.run.document_pictures import scenario_pictures
from zorgkaart.analyses.run.gemeente_pages import scenario_pages
from zorgkaart.analyses.run.print_maps import scenario_prints
from zorgkaart.analyses.scenario.task import ScenarioTask
from zorgkaart.analyses.study_product import area_levels, isochrones_of
from zorgkaart.analyses.validation.figures import compare_scenario
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.print_sheets import PrintSheets
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import area_layer, flag_share, isochrone_layers, site_layer
from zorgkaart.outputs.meaning.outcomes import outcome_rows
from zorgkaart.outputs.meaning.print_text import ProjectText, print_text
from zorgkaart.outputs.meaning.site_data import dated_views
from zorgkaart.outputs.meaning.supply_views import changed_supply_views, supply_views
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.postgis.address import Database
from zorgkaart.outputs.product import Origin, RasterFile, Tables
from zorgkaart.outputs.styles.qgis_styles import Classes
from zorgkaart.project.model import Project
from zorgkaart.scenarios.in_words import describe, headline, unknown_hours
from zorgkaart.scenarios.norm_changes import broken_sentences, change_table
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.scenarios.shown_sites import map_sites, old_places, site_table
from zorgkaart.scenarios.verdict import totals_judged
from zorgkaart.study.norm_shares import shared_norms
from zorgkaart.study.norm_totals import summary_with_norms
from zorgkaart.study.study import Report as Progress
from zorgkaart.study.study import Study
from zorgkaart.study.supply_tables import shown_supplies
from zorgkaart.words.numbers import number
from zorgkaart.words.sentences import sentence

MOMENTS = ("verschil", "voor", "na")  # in the order of a layer's styles: the difference is the default


class ScenarioProduct(DocumentedProduct):
    """What a scenario gives.

    Parameters
    ----------
    scenario : Scenario
        Whose two sides and differences there are.
    beside : Beside
        What is asked for beside figures, map and tables; the report is the accessibility analysis
        (bereikbaarheidsanalyse).
    """

    stem = "scenario"
    room = Path(__file__).parent

    def __init__(self, scenario: Scenario, beside: Beside = NOTHING) -> None:
        super().__init__(scenario.after, beside)
        self.scenario = scenario

    @property
    def task(self) -> ScenarioTask | None:
        """None if it cannot be told from the scenario what changed."""
        scenario, applied = self.scenario, self.scenario.applied
        if not scenario.before.has_own_sites or (applied.rows and not applied.changes):
            return None
        return ScenarioTask(
            wijzigingen=applied.changes,
            moment=scenario.after.moment,
            titel=scenario.title,
            buren=scenario.before.k,
            daarbij=self.beside,
        )

    def origin(self, command: str) -> Origin:
        """What it was made from, and the changes in words.

        Parameters
        ----------
        command : str
            What was typed, or the call that was made.

        Returns
        -------
        mapping
            As of a run after the changes, with ``scenario``: the changes, a Dutch text each.
        """
        return {**super().origin(command), "scenario": describe(self.scenario)}

    @cached_property
    def tables(self) -> Tables:
        """Totals, where people go, what sites gain, who falls outside, published figures, and the differences."""
        scenario = self.scenario
        gemeenten = "gemeenten" in scenario.after.results
        return {
            "totalen": totals_judged(scenario),
            "verschuiving": scenario.moves(),
            "belasting": scenario.load(),
            "verschuiving_per_buurt": scenario.moves_by_area("buurten"),
            "erbij_buiten_de_norm": scenario.newly_outside(),
            **({"normen": change_table(scenario)} if shared_norms(scenario.before) else {}),
            "vergelijking": compare_scenario(scenario),
            **({"gemeenten_verschil": scenario.difference("gemeenten")} if gemeenten else {}),
            "buurten_verschil": scenario.difference("buurten"),
            "voorzieningen": site_table(scenario.after, changed=scenario),
        }

    @property
    def sheets(self) -> Tables:
        """The tables between a summary and the sources, with names beside ids."""
        return self.with_names(
            {"samenvatting": summary_with_norms(self.study), **self.tables, "bronnen": self.source_sheet}
        )

    @property
    def heading(self) -> str:
        """The scenario."""
        return headline(self.scenario)

    @property
    def conclusions(self) -> Sequence[str]:
        """What changes, and what that brings."""
        return [*(f"{sentence(line)}." for line in describe(self.scenario)), *outcome(self.scenario)]

    @property
    def classes(self) -> Sequence[Classes]:
        """Those of the map of a run."""
        return self.classes_of([*self.run_views, *supply_views(self.supplies)])

    @property
    def scenario_views(self) -> list[View]:
        """The layers of before, after and the difference."""
        kinds = self.scenario.kinds
        times = presentation.scenario_views(self.project, kinds, first=self.worst)
        return [*times, *changed_supply_views(self.supplies, kinds)]

    @cached_property
    def supplies(self) -> Sequence[ShownSupply]:
        """The supplies, with the classes of the situation before, so that both sides have the same."""
        return shown_supplies(self.scenario.before)

    @cached_property
    def minutes(self) -> Mapping[str, Surface]:
        """The surfaces of the touched kinds before, after and their difference."""
        return self.scenario.surfaces()

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The buurten before, after and with their differences, isochrones, gemeenten and sites."""
        scenario, project, share = self.scenario, self.project, flag_share(self.project)
        everything, changed = (
            dated_views(views, self.tables["voorzieningen"], presentation.labels(project))
            for views in ([*self.run_views, *supply_views(self.supplies)], self.scenario_views)
        )
        changed.sort(key=lambda view: MOMENTS.index(view.moment))
        layers = [
            area_layer(
                "buurten_voor", scenario.before.results["buurten"], everything, name_column="buurtnaam", share=share
            ),
            area_layer(
                "buurten_na", scenario.after.results["buurten"], everything, name_column="buurtnaam", share=share
            ),
            area_layer("verschil", self.tables["buurten_verschil"], changed, name_column="buurtnaam", share=share),
            *isochrone_layers(
                project,
                {
                    "isochronen_voor": isochrones_of(scenario.before, *scenario.kinds),
                    "isochronen_na": isochrones_of(scenario.after, *scenario.kinds),
                },
            ),
        ]
        if "gemeenten_verschil" in self.tables:
            gemeenten = self.tables["gemeenten_verschil"]
            layers.append(
                area_layer(
                    "gemeenten_verschil", gemeenten, changed, name_column="gemeentenaam", share=share, level="gemeenten"
                )
            )
        return [*layers, site_layer(project, self.tables["voorzieningen"])]

    @property
    def print_text(self) -> ProjectText:
        """The page to print: the changes, and who is outside each norm after them."""
        text = f"{sentence('; '.join(describe(self.scenario)))}. {' '.join(outcome(self.scenario))}"
        return print_text(self.project, "buurten_na", headline(self.scenario), text)

    @property
    def surfaces(self) -> Sequence[RasterFile]:
        """The rasters of the touched kinds."""
        return self.raster_files(self.scenario_views)

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map: before, after and difference.

        Parameters
        ----------
        origin : mapping, optional
            What it was made from; stands in the page.

        Returns
        -------
        folium.Map
            To show in a notebook, or to add layers to.
        """
        scenario, study = self.scenario, self.study
        areas = {level: _both_sides(scenario, level) for level in study.results}
        texts = [*(f"Scenario: {line}." for line in describe(scenario)), *unknown_hours(scenario)]
        texts += [
            f"Ter vergelijking: {row['onderwerp']} ({row['gebied']}): gepubliceerd {number(row['gepubliceerd'])}, "
            f"zorgkaart {number(row['zorgkaart'])}. Bron: {row['bron']}."
            for row in compare_scenario(scenario).to_dict("records")
        ]
        outcomes = outcome(scenario)
        headed = [*outcomes[:1], *(text for text in broken_sentences(scenario) if text not in outcomes[:1])]
        sites = map_sites(study, changed=scenario)
        isochrones = {f"{item.name}_voor": item for item in isochrones_of(scenario.before, *scenario.kinds)}
        for item in isochrones_of(study, *scenario.kinds):
            isochrones |= {f"{item.name}_na": item, f"{item.name}_verschil": item}
        return self.map_of(
            areas["buurten"],
            sites=GeoDataFrame(pd.concat([sites, old_places(scenario)], ignore_index=True), crs=sites.crs),
            views=self.scenario_views,
            title=headline(scenario),
            subtitle=" ".join([f"{self.title}, {'; '.join(describe(scenario))}.", *headed]),
            points=[text for text in outcomes if text not in headed],
            popup=presentation.popup_rows(self.project, touched=scenario.kinds),
            notes=texts,
            isochrones=isochrones,
            levels=area_levels(areas),
            outcomes=outcome_rows(self.project, study.ages, touched=scenario.kinds),
            origin=origin,
        )

    def _report(self, origin: Origin) -> Report:
        """The accessibility analysis, with slots where only people can write."""
        spread = equity_section(self.scenario.before, self.scenario)
        return build_report(self.scenario, origin, [spread] if spread is not None else [])

    def _gemeente_pages(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """A page per gemeente with figures of now and after, by the name of the file."""
        return scenario_pages(self.scenario, origin)

    def _print_maps(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """Maps of after and of the difference that fill the sheets that are asked for, by the names of their files."""
        return scenario_prints(self.scenario, self.beside.vellen, origin)

    def pictures(self) -> Iterator[tuple[str, Figure]]:
        """Maps, curves and bars for documents.

        Returns
        -------
        iterator of (str, Figure)
            The name of each picture and what is drawn, made one at a time.
        """
        return scenario_pictures(self.scenario)


def _both_sides(scenario: Scenario, level: str) -> GeoDataFrame:
    """The areas of a level with all figures after the changes, and of the touched kinds those of before too."""
    after, difference = scenario.after.results[level], scenario.difference(level)
    fresh = [name for name in difference.columns if name not in after.columns]
    return GeoDataFrame(pd.concat([after, difference[fresh]], axis=1), geometry="geometry", crs=after.crs)


def product_of(task: ScenarioTask, project: Project, *, report: Progress | None = None) -> ScenarioProduct:
    """Compute a recorded scenario again.

    Parameters
    ----------
    task : ScenarioTask
        What is recorded of the scenario.
    project : Project
        With the settings of then.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    ScenarioProduct
        Of the recorded changes and moment.

    Raises
    ------
    ChangeError
        If a change cannot be applied to the sites of now.
    """
    moment = task.moment.moment if task.moment is not None else None
    base = Study(project, k=task.buren, report=report)
    return ScenarioProduct(run_scenario(base, task.wijzigingen, moment=moment, title=task.titel), task.daarbij)


def scenario_map(scenario: Scenario, *, origin: Origin | None = None) -> folium.Map:
    """The folium map of a scenario: before, after and difference.

    Parameters
    ----------
    scenario : Scenario
        Whose two sides to show.
    origin : mapping, optional
        What it was made from; stands in the page.

    Returns
    -------
    folium.Map
        To show in a notebook, or to add layers to.
    """
    return ScenarioProduct(scenario).map(origin)


def write_scenario(
    scenario: Scenario, folder: Path, *, command: str, database: Database | None = None, pictures: bool = False
) -> list[Path]:
    """Write everything that a scenario gives into `folder` and return the files.

    Parameters
    ----------
    scenario : Scenario
        Whose results to write.
    folder : Path
        Is made if it is not there; files of the same names are replaced.
    command : str
        What was asked for, for the provenance.
    database : Database, optional
        Where the layers go too, after all files.
    pictures : bool
        Also draw maps and charts for documents, which takes longer than all the rest.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.
    """
    product = ScenarioProduct(scenario, Beside(afbeeldingen=pictures))
    return write(product, folder, command=command, database=database)


def write_report(scenario: Scenario, folder: Path, *, command: str) -> list[Path]:
    """Write the report of a scenario as ``rapport.html``, ``rapport.pdf`` and ``rapport.docx`` and return the files.

    Parameters
    ----------
    scenario : Scenario
        What the report is about.
    folder : Path
        Is made if it is not there; files of the same names are replaced.
    command : str
        What was typed, or the call that was made; it is printed in the account of the report.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.

    Examples
    --------
    >>> scenario = run_scenario(study, [Close("ommelander")])  # doctest: +SKIP
    >>> write_report(scenario, Path("uitvoer"), command="notebook")  # doctest: +SKIP
    """
    return write(ScenarioProduct(scenario, Beside(rapport=True)), folder, command=command, formats=["pages"])
