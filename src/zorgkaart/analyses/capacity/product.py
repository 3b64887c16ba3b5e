"""What a look at capacity gives: map, GeoPackage, workbook and tables of sites, areas and the best division."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import folium
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.analyses.capacity.paragraphs import CAUTION, paragraphs
from zorgkaart.analyses.capacity.site_words import LEGEND, area_texts, draw_circles, fullness_style, with_remarks
from zorgkaart.analyses.capacity.task import CapacityTask
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import flag_share, level_borders, site_layer
from zorgkaart.outputs.meaning.print_text import ProjectText, print_text
from zorgkaart.outputs.meaning.views import Remark, View
from zorgkaart.outputs.product import Origin, Tables
from zorgkaart.outputs.styles.qgis_styles import Classes
from zorgkaart.project.model import Project
from zorgkaart.scenarios.in_words import describe, headline
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.shown_sites import map_sites, site_table
from zorgkaart.study.study import LEVELS, Report, Study

SITES = "Locaties met wat er van hen wordt gevraagd, hun capaciteit (opgegeven of aangenomen) en hoe lang men er wacht."
AREAS = "Hoe ver inwoners naar de locaties van hun keuze gaan, hoe vol die zijn en hoe lang men er wacht."
TEXT = "capaciteit_tekst"
FULL_PCT = (60.0, 80.0, 100.0, 125.0, 150.0)


class CapacityProduct(StudyProduct):
    """What a look at capacity gives.

    Parameters
    ----------
    situations : Situations
        Now, and after changes if there are any.
    """

    stem = "capaciteit"
    room = Path(__file__).parent
    formats = ("map", "geopackage", "workbook", "csv", "provenance")

    def __init__(self, situations: Situations) -> None:
        super().__init__(situations.last.study)
        self.situations = situations
        self.kind = situations.now.kind

    @property
    def task(self) -> CapacityTask | None:
        """None if it cannot be told from the situations what changed."""
        scenario = self.situations.scenario
        if not self.situations.now.study.has_own_sites or (
            scenario is not None and scenario.applied.rows and not scenario.applied.changes
        ):
            return None
        return CapacityTask(
            soort=self.kind,
            wijzigingen=scenario.applied.changes if scenario is not None else (),
            titel=scenario.title if scenario is not None else "",
            buren=self.study.k,
        )

    def origin(self, command: str) -> Origin:
        """What it was made from, the changes in words, and who says what sites can do.

        Parameters
        ----------
        command : str
            What was typed, or the call that was made.

        Returns
        -------
        mapping
            As of a run, with ``scenario`` and ``bron_capaciteit``.
        """
        scenario = self.situations.scenario
        changes = {"scenario": describe(scenario)} if scenario is not None else {}
        return {**super().origin(command), **changes, "bron_capaciteit": self.situations.now.section.source}

    @cached_property
    def areas(self) -> Mapping[str, GeoDataFrame]:
        """The areas of each level that there is."""
        return {
            level: self._in_percent(self.situations.areas(level))
            for level in LEVELS
            if len(getattr(self.study.areas, level))
        }

    def _in_percent(self, table: GeoDataFrame) -> GeoDataFrame:
        shares = [name for name in table.columns if name.startswith(f"{self.kind}_bezetting")]
        names = {name: name.replace("_bezetting", "_bezetting_pct") for name in shares}
        scaled = table.assign(**{name: 100 * table[name] for name in shares})
        return GeoDataFrame(scaled.rename(columns=names), geometry="geometry", crs=table.crs)

    @cached_property
    def tables(self) -> Tables:
        """The totals, the sites, the areas, and per area what the best division does."""
        divided: dict[str, list[pd.DataFrame]] = {}
        for name, best in self.situations.best.items():
            for level in ("gemeenten", "buurten"):
                if level in self.areas:
                    table = best.areas(level)
                    table.insert(0, "toestand", name)
                    divided.setdefault(f"verdeling_{level}", []).append(table)
        return {
            "capaciteit_totalen": self.situations.totals(),
            "capaciteit_locaties": self.situations.sites(),
            **{f"capaciteit_{level}": table for level, table in self.areas.items()},
            **{name: pd.concat(parts, ignore_index=True) for name, parts in divided.items()},
        }

    @property
    def sheets(self) -> Tables:
        """The tables, and the sources."""
        return self.with_names({**self.tables, "bronnen": self.source_sheet})

    @property
    def heading(self) -> str:
        """The kind, and what changes."""
        text = f"Kunnen locaties het aan: {self.project.kinds[self.kind].label}"
        scenario = self.situations.scenario
        return text if scenario is None else f"{text}. {headline(scenario)}"

    @cached_property
    def conclusions(self) -> Sequence[str]:
        """What the figures come to."""
        return paragraphs(self.situations)

    @cached_property
    def views(self) -> list[View]:
        """The layers of the map: how full the sites are that people choose, and how long that takes them."""
        label, kind = self.project.kinds[self.kind].label, self.kind
        changed = self.situations.after is not None
        waits = self.situations.last.outcome().no_wait is None
        column = f"{kind}_min_met_wacht" if waits else f"{kind}_min_gekozen"
        words = "reistijd met wachten" if waits else "reistijd naar de gekozen locaties"
        section = self.project.kinds[kind]
        views = []
        for ending, group in (("", "Na de wijzigingen" if changed else "Capaciteit"), *([("_voor", "Nu")] * changed)):
            when = ", nu" if ending else ""
            circles = " De cirkels gaan over na de wijzigingen." if ending else ""
            views += [
                View(
                    key=f"{kind}_bezetting{ending}",
                    label=f"{label}: bezetting van de gekozen locaties{when}",
                    group=group,
                    column=f"{kind}_bezetting_pct{ending}",
                    classes=FULL_PCT,
                    unit="%",
                    kinds=(kind,),
                    explanation=f"Gemiddeld over de locaties die inwoners kiezen. {LEGEND}{circles}",
                ),
                View(
                    key=f"{kind}_tijd{ending}",
                    label=f"{label}: {words}{when}",
                    group=group,
                    column=f"{column}{ending}",
                    classes=section.classes_min,
                    kinds=(kind,),
                    explanation="Gemiddeld over de locaties die inwoners kiezen: niet altijd de dichtstbijzijnde.",
                ),
            ]
        return views

    @property
    def classes(self) -> Sequence[Classes]:
        """Those of the map."""
        return self.classes_of(self.views)

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The sites by how full they are, the areas, and all sites."""
        share = flag_share(self.project)
        layers = [Layer("capaciteit_locaties", self.situations.sites(), SITES, (fullness_style(self.kind),))]
        for level, name in (("buurten", "buurtnaam"), ("gemeenten", "gemeentenaam")):
            if level in self.areas:
                styles = presentation.area_styles(self.views, name_column=name, share=share) + level_borders(level)
                layers.append(Layer(f"capaciteit_{level}", self.areas[level], AREAS, tuple(styles)))
        scenario = self.situations.scenario
        return [*layers, site_layer(self.project, site_table(self.study, changed=scenario))]

    @property
    def print_text(self) -> ProjectText:
        """The page to print."""
        return print_text(self.project, "capaciteit_buurten", self.heading, " ".join(self.conclusions))

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map: a circle for how full each site is, and the areas.

        Parameters
        ----------
        origin : mapping, optional
            What it was made from; stands in the page.

        Returns
        -------
        folium.Map
            To show in a notebook, or to add layers to.
        """
        figures = self.situations.sites()
        buurten = self.areas["buurten"]
        map_ = self.map_of(
            GeoDataFrame(buurten.assign(**{TEXT: area_texts(buurten, self.kind)}), crs=buurten.crs),
            sites=with_remarks(map_sites(self.study, changed=self.situations.scenario), figures),
            views=self.views,
            title=self.heading,
            subtitle=f"{self.conclusions[0]} {self.title}.",
            points=[text for text in self.conclusions[1:] if text != CAUTION],
            notes=[LEGEND, CAUTION],
            remarks=[Remark(TEXT, "Capaciteit")],
            origin=origin,
        )
        draw_circles(map_, figures)
        return map_


def product_of(task: CapacityTask, project: Project, *, report: Report | None = None) -> CapacityProduct:
    """Compute a recorded look at capacity again.

    Parameters
    ----------
    task : CapacityTask
        What is recorded.
    project : Project
        With the settings of then.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    CapacityProduct
        Of the recorded kind and changes.
    """
    base, scenario = Study(project, k=task.buren, report=report), None
    if task.wijzigingen:
        scenario = run_scenario(base, task.wijzigingen, title=task.titel)
    return CapacityProduct(Situations.of(base, task.soort, scenario))
