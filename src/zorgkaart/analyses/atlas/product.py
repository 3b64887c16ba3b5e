"""What a closure atlas gives: the ranked table, its map with how vulnerable each area is, and both as layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import folium
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import norms_of, trips_of
from zorgkaart.access.measures import Norm
from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.access.norms import norm_columns
from zorgkaart.analyses.atlas.compute import closure_atlas, next_chains, spare_minutes
from zorgkaart.analyses.atlas.pair_areas import (
    CLASSES_MIN,
    NEXT,
    SHOWN,
    pair_areas,
    pair_columns,
    pair_views,
    shown_pairs,
)
from zorgkaart.analyses.atlas.ranking import atlas_data, closed_ids, headline, is_judged, is_of_pairs, rule_sentence
from zorgkaart.analyses.atlas.style import closure_style
from zorgkaart.analyses.atlas.task import AtlasTask
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.analyses.validation.figures import compare_closures
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import flag_share, site_layer
from zorgkaart.outputs.meaning.site_data import dated_views
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.product import Origin, Tables
from zorgkaart.project.model import Project
from zorgkaart.scenarios.shown_sites import map_sites, site_table
from zorgkaart.study.study import Report, Study
from zorgkaart.words.numbers import short

CLOSURES = "Elke locatie met wat er gebeurt als zij sluit, de zwaarste gevolgen eerst."
AREAS = "Buurten met de extra reistijd als de dichtstbijzijnde locatie sluit."
PAIRS = "Elke twee locaties met wat er gebeurt als beide sluiten, als lijn ertussen; eerst wat zij samen meer doen."
# By whether there is a norm: what ranks closures, and what a pair does beyond its two sites.
MEASURES = {
    True: ("inwoners_buiten_erbij", "samen_meer_buiten"),
    False: ("persoonminuten", "samen_meer_persoonminuten"),
}


class AtlasProduct(StudyProduct):
    """What an atlas gives.

    Parameters
    ----------
    study : Study
    kind : str
    table : DataFrame
        As :func:`zorgkaart.analyses.atlas.compute.closure_atlas` gives it, with the same `further_min`.
    further_min : float
        From how many minutes more somebody has to go much further.
    """

    stem = "atlas"
    room = Path(__file__).parent
    tables_folder = ""
    formats = ("map", "geopackage", "workbook", "csv", "provenance")

    def __init__(self, study: Study, kind: str, table: pd.DataFrame, *, further_min: float = 5.0) -> None:
        super().__init__(study)
        self.kind = kind
        self.atlas = table
        self.further_min = further_min
        self.pairs = is_of_pairs(table)
        self._shown = shown_pairs(kind, table) if self.pairs else []

    @property
    def task(self) -> AtlasTask | None:
        """None if the sites are others than those of the project, as nothing says how."""
        study = self.study
        if not study.has_own_sites:
            return None
        return AtlasTask(soort=self.kind, paren=self.pairs, verder_min=self.further_min, buren=study.k)

    @cached_property
    def areas(self) -> GeoDataFrame:
        """The buurten with what happens to each if its nearest site closes, or each of the first pairs."""
        return pair_areas(self.study, self._shown) if self.pairs else _areas(self.study, self.kind)

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The data dictionary of the project, with the columns of the pairs."""
        known = super().columns
        return {**known, **pair_columns(self.study, self._shown, known)}

    @cached_property
    def views(self) -> list[View]:
        """The layers of the map beside those of a run."""
        return pair_views(self.study, self._shown) if self.pairs else _views(self.study, self.kind)

    @cached_property
    def tables(self) -> Tables:
        """The ranked closures, the areas, and published effects beside ours."""
        return {"atlas": self.atlas, "buurten": self.areas, "vergelijking": compare_closures(self.study, self.kind)}

    @property
    def sheets(self) -> Tables:
        """All but the areas, which are a layer."""
        return self.with_names({name: table for name, table in self.tables.items() if name != "buurten"})

    @property
    def heading(self) -> str:
        """What closes, and of which kind."""
        what = "Als twee locaties sluiten" if self.pairs else "Als een locatie sluit"
        return f"{what}: {self.project.kinds[self.kind].label}"

    @property
    def conclusions(self) -> Sequence[str]:
        """What the first row says, of which pair the map is, and what no norm says."""
        texts = [headline(self.study, self.kind, self.atlas)]
        if self.pairs:
            texts.append("De kleuren op de kaart gaan over één paar: dat van de gekozen laag.")
        texts.append(rule_sentence(self.study, self.kind, self.atlas))
        return [*filter(None, (*texts, norm_sentence(self.project, [self.kind])))]

    @property
    def csv(self) -> Tables:
        """The ranked closures."""
        return {"atlas.csv": self.atlas}

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The closures, the areas by how vulnerable they are, and the sites."""
        measure, together = MEASURES[is_judged(self.study, self.kind)]
        styles = [closure_style("Gevolg van sluiting", self.columns[measure], lines=self.pairs)]
        if self.pairs:
            styles.insert(0, closure_style("Meer dan de twee sluitingen apart", self.columns[together], lines=True))
        sites = site_table(self.study)
        views = dated_views(self.views, sites, presentation.labels(self.project))
        areas = presentation.area_styles(views, name_column="buurtnaam", share=flag_share(self.project))
        closures = closure_layer(self.study, self.atlas)
        return [
            Layer("sluitingen", closures, PAIRS if self.pairs else CLOSURES, tuple(styles)),
            Layer("buurten", self.areas, AREAS, tuple(areas)),
            site_layer(self.project, sites),
        ]

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The closures by rank, and areas by what happens if their nearest site closes, or the pairs one by one."""
        study, kind, project = self.study, self.kind, self.project
        about = {kind, *(norm.kind for norm in _norms(study, kind))}
        return self.map_of(
            self.areas,
            sites=map_sites(study),
            views=[
                *self.views,
                *(view for view in self.run_views if kind in view.kinds),
            ],
            title=self.heading,
            subtitle=" ".join(filter(None, (*self.conclusions, f"{self.title}."))),
            popup=[row for row in presentation.popup_rows(project) if row.kind in about],
            notes=_notes(study, kind, pairs=self.pairs),
            atlas=atlas_data(study, kind, self.atlas, further_min=self.further_min, views=self._view_keys),
            origin=origin,
        )

    @property
    def _view_keys(self) -> list[str]:
        """The layer to show with each of the first closures."""
        at = len(self.views) // max(1, len(self._shown))  # layers per pair
        return [self.views[at * number].key for number in range(len(self._shown))]


def product_of(task: AtlasTask, project: Project, *, report: Report | None = None) -> AtlasProduct:
    """Compute a recorded atlas again."""
    study = Study(project, k=task.buren, report=report)
    table = closure_atlas(study, task.soort, pairs=task.paren, further_min=task.verder_min)
    return AtlasProduct(study, task.soort, table, further_min=task.verder_min)


def closure_layer(study: Study, table: pd.DataFrame) -> GeoDataFrame:
    """The rows of an atlas with the place of the site, or of a pair the line between its two sites."""
    sites = study.facilities.table.set_index("id").geometry
    places = [[sites[site] for site in closed] for closed in closed_ids(study, table)]
    shapes = [points[0] if len(points) == 1 else shapely.LineString(points) for points in places]
    return GeoDataFrame(table, geometry=shapes, crs=sites.crs)


def _norms(study: Study, kind: str) -> list[Norm]:
    """The norms that sites of a kind are part of."""
    return [norm for norm in norms_of(study.project).values() if kind in norm.kinds]


def spare(norm: Norm) -> Norm:
    """The norm if the nearest site closes: the same, with columns of its own."""
    return norm.called(f"{norm.name}_uitwijk")


def _notes(study: Study, kind: str, *, pairs: bool) -> list[str]:
    what = "elke twee locaties is doorgerekend wat er gebeurt als alleen zij sluiten"
    if not pairs:
        what = "elke locatie is doorgerekend wat er gebeurt als alleen zij sluit"
    texts = [
        f"Sluitingen: van {what} en iedereen naar de volgende gaat. De oppervlakte van een cirkel volgt het gevolg; de "
        "kleinste zijn groter getekend."
    ]
    if pairs:
        texts.append(
            "Een lijn verbindt twee locaties die samen meer doen dan de twee sluitingen apart bij elkaar opgeteld; van "
            "de andere paren staan de gevolgen alleen in de lijst. De kaart kleurt per paar: kies een van de eerste "
            f"{SHOWN} in de lijst."
        )
    if _norms(study, kind):
        texts.append(
            "Een paar is gevoelig als er meer inwoners buiten de norm komen dan door de twee sluitingen apart."
            if pairs
            else "Een locatie is gevoelig als door haar sluiting meer inwoners buiten de norm komen, hoe weinig ook: "
            "het aantal staat erbij."
        )
    return texts


def _areas(study: Study, kind: str) -> GeoDataFrame:
    areas, groups = study.results["buurten"].copy(), study.groups("buurten")
    areas[f"{kind}_uitwijk_min"] = groups.mean(spare_minutes(study, kind))
    for chain in next_chains(study, kind).values():
        columns = norm_columns(chain, groups, study.ages)
        then = spare(chain.norm)
        for column in NEXT:
            areas[getattr(then, column)] = columns[getattr(chain.norm, column)]
    return areas


def _views(study: Study, kind: str) -> list[View]:
    """The layers of an atlas of single closures: the norms and the trip if the nearest site closes."""
    project, label = study.project, study.project.kinds[kind].label
    travel = kind in project.travel_kinds
    nearest = f"de dichtstbijzijnde{'' if travel else ' post'} sluit"
    views = [
        View(
            key=norm.stem,
            group="Kwetsbaarheid",
            label=f"{norm.label}: {norm.words} als {nearest} (norm {short(norm.limit_min)} min)",
            column=norm.column,
            classes=norm.classes,
            limit=norm.limit_min,
            verdict=norm.verdict,
            outside=norm.outside,
            kinds=tuple(dict.fromkeys((kind, *norm.kinds))),
            counting=counting.counts,
            flag="dan buiten de norm",
            explanation=f"Voor elk adres apart: {nearest} vanaf dat adres. Zo is te zien waar inwoners van "
            "een locatie afhangen.",
        )
        for counting, norm in ((norm, spare(norm)) for norm in _norms(study, kind))
    ]
    by = "de rit met de auto naar" if travel else "de rit van de ambulance vanaf"
    trip = View(
        key=f"{kind}_uitwijk",
        label=f"{label}: extra reistijd als {nearest}",
        group="Kwetsbaarheid",
        column=f"{kind}_uitwijk_min",
        classes=CLASSES_MIN,
        kinds=(kind,),
        counting=trips_of(project)[kind].counts if travel else "",
        explanation=f"Gemiddeld over de inwoners: {by} de op een na dichtstbijzijnde locatie, min die van de "
        "dichtstbijzijnde.",
    )
    return [*views, trip]
