"""What a run gives: map, GeoPackage, tables, rasters and the page on what it could not see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import folium
from matplotlib.figure import Figure

from zorgkaart.access.supply import ShownSupply
from zorgkaart.access.surface import Surface
from zorgkaart.analyses.beside import Beside
from zorgkaart.analyses.documented_product import DocumentedProduct
from zorgkaart.analyses.equity.chapter import equity_section
from zorgkaart.analyses.quality.quality_page import PAGE, quality_report, quality_tables
from zorgkaart.analyses.report.present import build_present
from zorgkaart.analyses.run.document_pictures import run_pictures
from zorgkaart.analyses.run.gemeente_pages import run_pages
from zorgkaart.analyses.run.print_maps import run_prints
from zorgkaart.analyses.run.task import RunTask
from zorgkaart.analyses.study_product import area_levels, isochrones_of, outside_parts, outside_sentence
from zorgkaart.analyses.validation.figures import compare_run
from zorgkaart.analyses.validation.headline_estimates import NONE, outside_estimates, outside_interval
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.print_sheets import PrintSheets
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import NAMES, area_layer, flag_share, isochrone_layers, site_layer
from zorgkaart.outputs.meaning.outcomes import outcome_rows
from zorgkaart.outputs.meaning.print_text import ProjectText, print_text
from zorgkaart.outputs.meaning.site_data import dated_views
from zorgkaart.outputs.meaning.supply_views import supply_views
from zorgkaart.outputs.postgis.address import Database
from zorgkaart.outputs.product import Origin, RasterFile, Tables
from zorgkaart.outputs.styles.qgis_styles import Classes
from zorgkaart.project.model import Project
from zorgkaart.scenarios.shown_sites import map_sites, site_table
from zorgkaart.study.norm_shares import share_sentences, share_table, shared_norms
from zorgkaart.study.norm_totals import summary_with_norms
from zorgkaart.study.study import Report as Progress
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import flagged_table
from zorgkaart.study.supply_tables import shown_supplies
from zorgkaart.words.sentences import sentence


class RunProduct(DocumentedProduct):
    """What a run gives.

    Parameters
    ----------
    study : Study
        Whose results there are.
    beside : Beside
        What is asked for beside figures, map and tables; the report is that of the present situation.
    """

    room = Path(__file__).parent
    always_pages = True

    @property
    def task(self) -> RunTask | None:
        """None if the sites are others than those of the project, as nothing says how."""
        study = self.study
        return RunTask(moment=study.moment, buren=study.k, daarbij=self.beside) if study.has_own_sites else None

    @cached_property
    def tables(self) -> Tables:
        """The areas per level, the flagged ones, the sites, published figures beside ours, and the remarks."""
        return {
            **self.study.results,
            "buiten_de_norm": flagged_table(self.study),
            **({"normen": share_table(self.study)} if shared_norms(self.study) else {}),
            "voorzieningen": site_table(self.study),
            "vergelijking": compare_run(self.study),
            **quality_tables(self.study),
        }

    @property
    def sheets(self) -> Tables:
        """The tables between a summary and the sources, with names beside ids."""
        summary = summary_with_norms(self.study)
        if "norm" in summary:
            bounds = [outside_interval(self.study, name) if isinstance(name, str) else NONE for name in summary["norm"]]
            summary = summary.assign(laag=[low for low, _ in bounds], hoog=[high for _, high in bounds])
        return self.with_names({"samenvatting": summary, **self.tables, "bronnen": self.source_sheet})

    @property
    def conclusions(self) -> Sequence[str]:
        """Who is outside each norm, and where norms that ask a share are met."""
        text = outside_sentence(self.study, outside_estimates(self.study))
        return [*([text] if text else []), *share_sentences(self.study)]

    @cached_property
    def supplies(self) -> Sequence[ShownSupply]:
        """Those of the project."""
        return shown_supplies(self.study)

    @property
    def classes(self) -> Sequence[Classes]:
        """Those of the map."""
        return self.classes_of([*self.run_views, *supply_views(self.supplies)])

    @cached_property
    def minutes(self) -> Mapping[str, Surface]:
        """The surfaces of every kind and norm."""
        return self.study.surfaces.named()

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The areas per level, isochrones and sites."""
        views = [*self.run_views, *supply_views(self.supplies), *presentation.quality_views(self.project)]
        share, sites = flag_share(self.project), self.tables["voorzieningen"]
        views = dated_views(views, sites, presentation.labels(self.project))
        return [
            *(
                area_layer(level, frame, views, name_column=NAMES[level], share=share, level=level)
                for level, frame in self.study.results.items()
            ),
            *isochrone_layers(self.project, {"isochronen": isochrones_of(self.study)}),
            site_layer(self.project, sites),
        ]

    @property
    def print_text(self) -> ProjectText:
        """The page to print: who is outside each norm."""
        return print_text(
            self.project, "buurten", self.title, outside_sentence(self.study, outside_estimates(self.study))
        )

    @property
    def surfaces(self) -> Sequence[RasterFile]:
        """The rasters of every kind and norm."""
        return self.raster_files(self.run_views)

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map: norms, travel times, and where there are remarks.

        Parameters
        ----------
        origin : mapping, optional
            What it was made from; stands in the page.

        Returns
        -------
        folium.Map
            To show in a notebook, or to add layers to.
        """
        first, *others = outside_parts(self.study, outside_estimates(self.study)) or [""]
        return self.map_of(
            self.study.results["buurten"],
            sites=map_sites(self.study),
            views=[*self.run_views, *supply_views(self.supplies), *presentation.quality_views(self.project)],
            title=self.title,
            subtitle=f"{first}." if first else "",
            points=[f"{sentence(text)}." for text in others],
            popup=presentation.popup_rows(self.project),
            isochrones={item.name: item for item in isochrones_of(self.study)},
            levels=area_levels(self.study.results),
            outcomes=outcome_rows(self.project, self.study.ages),
            origin=origin,
        )

    def pages(self, origin: Origin) -> Mapping[str, Report]:
        """The page on what the run could not see and, if it was asked for, the report.

        Parameters
        ----------
        origin : mapping
            What it was made from; stands in the page.

        Returns
        -------
        mapping of str to Report
            By the name of the file.
        """
        return {PAGE: quality_report(self.study, self.tables, origin), **super().pages(origin)}

    def _report(self, origin: Origin) -> Report:
        """The report of the present situation, with slots where only people can write."""
        spread = equity_section(self.study)
        return build_present(self.study, origin, [spread] if spread is not None else [])

    def _gemeente_pages(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """A page per gemeente, by the name of the file."""
        return run_pages(self.study, origin)

    def _print_maps(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """Maps of each norm that fill the sheets that are asked for, by the names of their files."""
        return run_prints(self.study, self.beside.vellen, origin)

    def pictures(self) -> Iterator[tuple[str, Figure]]:
        """Maps, curves and bars for documents.

        Returns
        -------
        iterator of (str, Figure)
            The name of each picture and what is drawn, made one at a time.
        """
        return run_pictures(self.study)


def product_of(task: RunTask, project: Project, *, report: Progress | None = None) -> RunProduct:
    """Compute a recorded run again.

    Parameters
    ----------
    task : RunTask
        What is recorded of the run.
    project : Project
        With the settings of then.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    RunProduct
        Of a study at the recorded moment, with as many sites per resident as then.
    """
    study = Study(project, k=task.buren, report=report)
    if task.moment is not None:
        study = study.variant(moment=task.moment.moment)
    return RunProduct(study, task.daarbij)


def run_map(study: Study, *, origin: Origin | None = None) -> folium.Map:
    """The folium map of a run.

    Parameters
    ----------
    study : Study
        Whose results to show.
    origin : mapping, optional
        What it was made from; stands in the page.

    Returns
    -------
    folium.Map
        To show in a notebook, or to add layers to.
    """
    return RunProduct(study).map(origin)


def write_run(
    study: Study,
    folder: Path,
    *,
    command: str,
    database: Database | None = None,
    pictures: bool = False,
    report: bool = False,
    texts: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write everything that a run gives into `folder` and return the files.

    Parameters
    ----------
    study : Study
        Whose results to write.
    folder : Path
        Is made if it is not there; files of the same names are replaced.
    command : str
        What was asked for, for the provenance.
    database : Database, optional
        Where the layers go too, after all files.
    pictures : bool
        Also draw maps and charts for documents, which takes longer than all the rest.
    report : bool
        Also write the report of the present situation, as HTML, PDF and for Word.
    texts : mapping of str to str, optional
        For the slots of the report.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.
    """
    product = RunProduct(study, Beside(rapport=report, teksten=dict(texts or {}), afbeeldingen=pictures))
    return write(product, folder, command=command, database=database)
