"""The layers of the map of years to come, and what their columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from zorgkaart.access.catalogue import norms_of
from zorgkaart.analyses.futures.compute import Year, Years
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.supply_views import supply_views
from zorgkaart.outputs.meaning.views import View
from zorgkaart.study.supply_tables import shown_supplies

GROWTH_PCT = (-30.0, -15.0, -5.0, -1.0, 1.0, 10.0, 25.0, 50.0, 100.0)
CHANCE_PCT = (1.0, 5.0, 10.0, 25.0, 50.0)
OUTSIDE_PEOPLE = (0.5, 10.0, 50.0, 100.0, 250.0, 500.0)
DEALT = (
    "Deel van de trekkingen. Hoe oud de praktijkhouder van een praktijk is, is niet bekend en is geloot; het zegt dus "
    "waar men kwetsbaar is, en niet welke praktijk sluit."
)


def year_views(years: Years) -> list[View]:
    """The layers: per year to come how people change, who is outside the norms, the supply, and the owners left.

    Parameters
    ----------
    years : Years
        All years.
    """
    return [view for year in reversed(years.to_come) for view in _views(year)]


def _views(year: Year) -> Iterator[View]:
    study, group = year.study, f"In {year.words}"
    older = next((age for age in (75, 65) if age in study.ages), None)
    for stem, label in (
        *([(f"inwoners_{older}plus", f"{older}-plussers: groei sinds nu")] if older else []),
        ("inwoners", "Inwoners: groei sinds nu"),
    ):
        yield View(
            key=f"{stem}_groei_{year.suffix}",
            label=label,
            group=group,
            column=f"{stem}_groei_pct_{year.suffix}",
            classes=GROWTH_PCT,
            unit="%",
            diverging=True,
            explanation="Volgens de prognose van het project. Buurten met minder dan 50 van hen nu blijven leeg.",
        )
    for norm in norms_of(study.project).values():
        yield View(
            key=f"{norm.name}_{year.suffix}",
            label=f"{norm.caption}: inwoners buiten de norm",
            group=group,
            column=f"{norm.outside}_{year.suffix}",
            classes=OUTSIDE_PEOPLE,
            unit="inwoners",
            kinds=norm.kinds,
            counting=norm.counts,
            explanation="Met de reistijden van nu, en de inwoners van dan op de adressen van nu.",
        )
    for view in supply_views(shown_supplies(study)):
        yield replace(
            view,
            key=f"{view.key}_{year.suffix}",
            group=group,
            column=f"{view.column}_{year.suffix}",
            explanation=f"Met de inwoners van dan. {view.explanation}",
        )
    for item in year.retirements:
        label = study.project.kinds[item.kind].label
        lines = [("kans_dichtstbij_weg", "kans dat de dichtstbijzijnde praktijk sluit")]
        if item.supply is not None and item.section.below_per_1000 is not None:
            lines.append(("kans_te_weinig", "kans op te weinig praktijkhouders"))
        for stem, words in lines:
            yield View(
                key=f"{item.kind}_{stem}_{year.suffix}",
                label=f"{label}: {words}",
                group=group,
                column=f"{item.kind}_{stem}_pct_{year.suffix}",
                classes=CHANCE_PCT,
                unit="%",
                kinds=(item.kind,),
                explanation=DEALT,
            )


def year_columns(years: Years, columns: Mapping[str, Column]) -> dict[str, Column]:
    """What the columns of :func:`~zorgkaart.analyses.futures.tables.area_table` mean.

    Parameters
    ----------
    years : Years
        All years.
    columns : mapping of str to Column
        The data dictionary of the project.
    """
    result = {}
    for year in years.years:
        told = "Nu." if year.year is None else f"In {year.words}, volgens de prognose van het project."
        for name, column in columns.items():
            result[f"{name}_{year.suffix}"] = replace(
                column,
                name=f"{name}_{year.suffix}",
                title=f"{column.title}, {year.words}",
                description=f"{column.description} {told}",
                dtype="real" if column.dtype == "integer" else column.dtype,
            )
    return result
