"""How a project's results are shown: layers and popups of the map, styles of the layers, words for the columns.

The map, the GeoPackage and the workbook all take their classes and colours from the same views, so that
they agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from zorgkaart.access.catalogue import main_norms, norms_of, trips_of
from zorgkaart.access.measure_parts import Wait
from zorgkaart.access.measures import ArrivalNorm, ChainNorm, Measure, Norm, Trip, TripNorm
from zorgkaart.access.norm_words import no_road, parts_words, rule
from zorgkaart.network.modes.mode import Mode
from zorgkaart.outputs.meaning.classes import UNKNOWN, view_classes
from zorgkaart.outputs.meaning.symbols import symbols_for
from zorgkaart.outputs.meaning.views import Chain, Moment, PopupRow, Remark, RideEnd, View
from zorgkaart.outputs.styles.qgis_styles import (
    Classes,
    Incomplete,
    Nested,
    SiteKind,
    Style,
    Verdict,
    area_style,
    nested_style,
    outline_style,
    site_style,
)
from zorgkaart.outputs.styles.qml import NameLabels
from zorgkaart.project.defaults import AMBULANCE
from zorgkaart.project.model import Project
from zorgkaart.words.numbers import short

DIFFERENCE_MIN = (-10.0, -5.0, -2.0, -0.5, 0.5, 2.0, 5.0, 10.0, 15.0, 20.0)
MOMENTS: tuple[tuple[Moment, str], ...] = (("voor", "Voor"), ("na", "Na"), ("verschil", "Verschil"))
REMARKS = (
    Remark(
        "netwerkrand_toelichting",
        "Een snellere route of een dichterbij gelegen locatie kan buiten het gebruikte wegennet liggen, van:",
    ),
    Remark("inwoners_onbereikbaar", "Voor {} inwoners is geen route over de weg gevonden; zij tellen niet mee."),
    Remark("onbereikbaar_reden", "Geen route:"),
    Remark(
        "inwoners_eiland",
        "{} inwoners wonen op een eiland zonder wegverbinding. Voor hen tellen de locaties op het eiland zelf; "
        "helikopters en boten zijn niet meegerekend.",
    ),
    Remark("inwoners_enkele_weg", "{} inwoners zijn afgesneden als een enkele weg of brug wegvalt."),
    Remark("inwoners_veerboot", "{} inwoners zijn van een veerboot afhankelijk."),
    Remark("inwoners_ver_van_weg", "{} inwoners wonen ver van een weg; hun reistijd is onzekerder."),
    Remark("onzekere_locatie_toelichting", "Onzekere locatie:"),
    Remark("onvolledig_toelichting", "De lijst is niet volledig:"),
    Remark("verouderd_toelichting", "Verouderde gegevens:"),
)
MOST_REMARKS = 3
INCOMPLETE_WORDS = "lijst niet volledig: de reistijd kan korter zijn"


def labels(project: Project) -> dict[str, str]:
    """The kinds of site and what planners call them."""
    return {name: kind.label for name, kind in project.kinds.items()}


def run_views(project: Project, *, first: Collection[Trip] = ()) -> list[View]:
    """The map's layers for a run: the norms first, then travel times by car.

    Parameters
    ----------
    project : Project
        Whose norms and trips to show.
    first : collection of Trip
        What stands first among the trips of its kind: the worst of the moments that it names.
    """
    norms = [_norm_view(norm) for norm in norms_of(project).values()]
    return [*norms, *(_travel_view(project, trip) for trip in _in_order(project, first))]


def _in_order(project: Project, first: Collection[Trip]) -> list[Trip]:
    """The trips of a project by their kind: what comes first, the other moments, and last that whatever the hours."""
    kinds = list(project.kinds)
    return sorted(
        trips_of(project).values(), key=lambda trip: (kinds.index(trip.kind), trip not in first, trip.at is None)
    )


def quality_views(project: Project) -> list[View]:
    """The layers that show where the way there is vulnerable and, per kind of care, where the outcome is uncertain."""
    kinds = dict.fromkeys([*(norm.kind for norm in norms_of(project).values()), *project.travel_kinds])
    road = _remarks_view(
        "weg_kwetsbaar",
        "Kwetsbaar over de weg",
        "Opmerkingen over de weg, bij welke zorg ook: ver van een weg, een los stuk weg, een omweg, of afhankelijk van "
        "een enkele weg of een veerboot.",
    )
    return [
        road,
        *(
            _remarks_view(
                f"{kind}_onzeker",
                f"Onzeker: {project.kinds[kind].label}",
                f"{project.kinds[kind].label}: opmerkingen over de gegevens. De dichtstbijzijnde locatie heeft een "
                "vage ligging of een twijfelachtige status, de lijst kan een locatie missen, of een locatie kan buiten "
                "het wegennet liggen.",
            )
            for kind in kinds
        ),
    ]


def remarks_view() -> View:
    """All remarks together, for a picture of the areas with most."""
    return _remarks_view("opmerkingen", "Aantal opmerkingen", "Aantal opmerkingen over een buurt.")


def _remarks_view(column: str, label: str, explanation: str) -> View:
    words = ("geen opmerking", "1 opmerking", *(f"{count} opmerkingen" for count in range(2, MOST_REMARKS)))
    return View(
        key=column,
        label=label,
        group="Kwaliteit",
        column=column,
        classes=tuple(count + 0.5 for count in range(MOST_REMARKS)),
        unit="opmerkingen",
        words=(*words, f"{MOST_REMARKS} of meer opmerkingen"),
        explanation=f"{explanation} De ouderdom van gegevens telt hier niet mee. Klik op een buurt om ze te lezen.",
    )


def scenario_views(project: Project, kinds: Sequence[str], *, first: Collection[Trip] = ()) -> list[View]:
    """The layers for a scenario: each touched norm and travel time before, after and as a difference.

    Parameters
    ----------
    project : Project
        Whose norms and trips to show.
    kinds : sequence of str
        The touched kinds.
    first : collection of Trip
        As of :func:`run_views`.
    """
    norms, trips = norms_of(project).values(), _in_order(project, first)
    mine = [norm for kind in kinds for norm in norms if norm.kind == kind]
    views = [_norm_view(norm, moment) for norm in mine for moment, _ in MOMENTS]
    driven = [trip for kind in kinds for trip in trips if trip.kind == kind]
    views += [_travel_view(project, trip, moment) for trip in driven for moment, _ in MOMENTS]
    # A meeting asks first who falls outside the norm after the change.
    opening = next((view for view in views if view.moment == "na"), None)
    return sorted(views, key=lambda view: view is not opening)


def popup_rows(project: Project, *, touched: Collection[str] = ()) -> list[PopupRow]:
    """The lines of an area's popup; touched kinds also show what was before.

    Parameters
    ----------
    project : Project
        Whose norms and trips to show.
    touched : collection of str
        The kinds that a scenario is about.
    """
    rows: list[PopupRow] = []
    main = main_norms(project)
    for trip in trips_of(project).values():
        before = _popup_row(project, trip, "_voor") if trip.kind in touched else None
        suffix = "_na" if trip.kind in touched else ""
        rows.append(_popup_row(project, trip, suffix, before))
    for norm in norms_of(project).values():
        beside_trip = main[norm.kind] == norm and norm.kind in project.travel_kinds
        if beside_trip:
            continue
        sides = [_norm_row(norm, suffix) for suffix in (("_na", "_voor") if norm.kind in touched else ("",))]
        rows.append(replace(sides[0], before=sides[1] if len(sides) > 1 else None))
    return rows


def _norm_row(norm: Norm, suffix: str) -> PopupRow:
    """A norm that no trip by car stands beside."""
    return PopupRow(norm.kind, norm.caption, chain=_chain(norm, suffix))


def notes(project: Project) -> list[str]:
    """What a reader must know: how the figures came about and what they do not say."""
    texts = [
        "De reistijd met de auto is de tijd naar de dichtstbijzijnde locatie over het wegennet van OpenStreetMap, met "
        "gemiddelde snelheden per soort weg (kruispunten inbegrepen), berekend voor elk adres. De inwoners van een "
        "buurt zijn gelijk over de adressen verdeeld; een buurt krijgt het gemiddelde over haar inwoners."
    ]
    for norm in norms_of(project).values():
        differs = "" if isinstance(norm, TripNorm) else " Dit is iets anders dan de reistijd met de auto."
        texts.append(
            f"{rule(norm)}Een buurt is gemarkeerd vanaf {short(100 * norm.flag_share)} % van de inwoners buiten de "
            f"norm. {no_road(norm)}{differs}"
        )
    if assumptions(project):
        texts.append(
            f"Het aantal inwoners buiten de norm hangt sterk af van aannames: {'; '.join(assumptions(project))}."
        )
    chained = any(isinstance(norm, ChainNorm) for norm in norms_of(project).values())
    abroad = "tellen mee" if project.facilities.abroad else "tellen niet mee"
    texts.append(f"{'Ziekenhuizen' if chained else 'Locaties'} in het buitenland {abroad}.")
    texts += [f"{kind.label}: {kind.note}" for kind in project.kinds.values() if kind.note]
    return texts


def assumptions(project: Project) -> list[str]:
    """The assumptions that the number of inhabitants outside a norm hangs on, a Dutch phrase each."""
    norms = norms_of(project).values()
    speeds = [_speed_words(project, mode) for mode in dict.fromkeys(leg.mode for norm in norms for leg in norm.legs)]
    texts = [(norm.caption, _waits(norm)) for norm in norms]
    if len({text for _, text in texts}) == 1:
        return [*speeds, texts[0][1]]
    return [*speeds, *(f"{caption}: {text}" for caption, text in texts)]


def _speed_words(project: Project, mode: str) -> str:
    """How fast one drives, in a phrase."""
    speed = project.speeds[mode]
    who = "ambulance rijdt" if mode == AMBULANCE else f"{Mode.named(mode).by} geldt"
    limit = f"{'met' if speed.maxspeed else 'zonder'} maximumsnelheid"
    return f"{who} de snelheid per wegsoort maal {short(speed.factor)}, {limit}"


def _waits(norm: Norm) -> str:
    """The fixed minutes of a norm and what counts, in a phrase."""
    if isinstance(norm, TripNorm):
        when = f"die op {norm.at.moment} open zijn" if norm.at is not None else "die meetellen"
        return f"alleen locaties {'die dag en nacht open zijn' if norm.only_24_7 else when}"
    day = "dag en nacht open" if norm.only_24_7 else "alle open"
    waits = ", ".join(
        f"{part.label[:1].lower()}{part.label[1:]} {short(part.minutes)} min"
        for part in norm.parts
        if isinstance(part, Wait)
    )
    what = "posten" if isinstance(norm, ArrivalNorm) else "posten en locaties"
    return f"{waits}, alleen {what} die {day} zijn"


def area_styles(views: Sequence[View], *, name_column: str, share: float) -> list[Style]:
    """QGIS styles for a layer of areas, one per view; the first is the layer's default."""
    styles = []
    for view in views:
        verdict = None
        if view.verdict:
            labels = {
                "buiten": "buiten de norm",
                "deels buiten": f"deels buiten de norm (vanaf {short(100 * share)} %)",
            }
            if "_zekerheid" in view.verdict:
                labels["onzeker"] = "onzeker: soms wel, soms niet buiten de norm"
            verdict = Verdict(view.verdict, "Oordeel", labels)
        names = NameLabels(name_column, scale=100_000)
        title = f"{view.label}, {view.moment}" if view.moment else view.label
        incomplete = Incomplete(view.incomplete, INCOMPLETE_WORDS) if view.incomplete else None
        style = area_style(
            title,
            classes_of(view),
            verdict=verdict,
            incomplete=incomplete,
            names=names,
            description=view.explanation,
        )
        styles.append(replace(style, group=view.group, kinds=view.kinds))
    return styles


def border_style(label: str, *, name_column: str, shown: bool = False) -> Style:
    """The QGIS style of the borders of areas with their names; `shown` if the map starts with them."""
    names = NameLabels(name_column, scale=None if shown else 200_000, size_pt=9.0 if shown else 8.0, bold=shown)
    style = outline_style(label, width_mm=0.5 if shown else 0.25, names=names, description="Grenzen en namen.")
    return replace(style, group="Grenzen", shown=shown)


def classes_of(view: View) -> Classes:
    """The classes of a view, for QGIS, rasters and the workbook."""
    items = view_classes(view)
    # A label that names the norm's minutes has the unit already.
    title = view.label if view.label.endswith(f" {view.unit})") else f"{view.label} ({view.unit})"
    return Classes(
        view.column,
        title,
        view.classes,
        tuple(item.colour for item in items),
        tuple(item.label for item in items),
        unknown_colour=UNKNOWN,
    )


def cell_note(project: Project, view: View) -> str:
    """What a cell of a raster holds, and which cells are empty."""
    what = "Verschil in minuten, na min voor," if view.moment == "verschil" else "Minuten"
    return (
        f"{what} vanuit het midden van de cel, met {short(project.access.speed_kmh)} km/u in een rechte lijn naar de "
        f"dichtstbijzijnde weg. Leeg (nodata): het midden ligt buiten de gebieden, verder dan "
        f"{short(project.access.limit_m, grouped=False)} m van een weg, of er is geen locatie te bereiken."
    )


def isochrone_style(project: Project, measure: Measure) -> Style:
    """The QGIS style that shows the isochrones of one measure, in the colours of their classes on the map."""
    norm = f" (norm {short(measure.limit)} min)" if measure.limit is not None else ""
    title = f"{measure.label}: {measure.words}{norm}"
    minutes = measure.isochrones_min(project.rasters.isochrones_min)
    view = View(key=measure.kind, label=measure.label, group="", column="minuten", classes=minutes, limit=measure.limit)
    rings = [
        Nested(
            f"binnen {short(value)} minuten",
            {"soort": measure.kind, "maat": measure.key, "minuten": value},
            item.colour,
        )
        for value, item in zip(minutes, view_classes(view), strict=False)
    ]
    return nested_style(title, rings, description=f"Reistijdvlakken. {title}.")


def facility_styles(project: Project) -> list[Style]:
    """The QGIS styles of the sites: all kinds together, which is the default, and each kind alone."""
    shapes = {"cross": "cross_fill"}
    symbols = symbols_for(labels(project))
    kinds = []
    for kind, text in labels(project).items():
        symbol = symbols[kind]
        shape = shapes.get(symbol.shape, symbol.shape)
        kinds.append(
            SiteKind(
                kind,
                text,
                symbol.colour,
                shape,
                size_mm=2.2 + 0.3 * symbol.order,
                letter=symbol.letter,
                ink=symbol.ink,
                order=symbol.order,
            )
        )
    names = NameLabels("naam", scale=50_000)
    alone = [replace(site_style(kind.label, [kind], others=False, names=names), kinds=(kind.kind,)) for kind in kinds]
    return [site_style("Alle voorzieningen", kinds, names=names), *alone]


def counting_moment(moment: Moment) -> str:
    """What stands behind the columns that say which sites count: those of before are others than those of after."""
    return f"_{moment}" if moment == "voor" else ""


def _incomplete(project: Project, trip: Trip, moment: Moment) -> str | None:
    """The column that says where the list of a kind may lack a site; None where it is complete, or for a scenario."""
    section = project.kinds[trip.kind]
    return f"{trip.stem}_onvolledig" if not moment and (section.known_in or not section.complete) else None


def _norm_view(norm: Norm, moment: Moment = "") -> View:
    suffix = f"_{moment}" if moment else ""
    difference = moment == "verschil"
    # The verdict that counts is the one after the change; a difference has none of its own.
    judged = "_na" if difference else suffix
    return View(
        key=norm.stem + suffix,
        label=f"{norm.label}: {norm.words} (norm {short(norm.limit_min)} min)",
        group="Norm",
        column=norm.column + suffix,
        classes=DIFFERENCE_MIN if difference else norm.classes,
        limit=None if difference else norm.limit_min,
        diverging=difference,
        moment=moment,
        theme=norm.stem if moment else "",
        verdict=norm.verdict + judged,
        outside=norm.outside + judged,
        kinds=norm.kinds,
        flag="buiten de norm na de wijziging" if difference else "buiten de norm",
        counting=norm.counts + counting_moment(moment),
        explanation=(
            f"Verschil in minuten van de {norm.words}, na min voor."
            if difference
            else parts_words(norm) + no_road(norm)
        ),
    )


def _travel_view(project: Project, trip: Trip, moment: Moment = "") -> View:
    suffix = f"_{moment}" if moment else ""
    difference = moment == "verschil"
    return View(
        key=trip.stem + suffix,
        label=trip.label,
        group=f"Reistijd {trip.words}",
        column=trip.column + suffix,
        classes=DIFFERENCE_MIN if difference else trip.classes,
        diverging=difference,
        moment=moment,
        theme=trip.stem if moment else "",
        incomplete=_incomplete(project, trip, moment),
        no_road=None if moment else trip.without_road,
        kinds=trip.kinds,
        counting=trip.counts + counting_moment(moment),
        explanation=(
            f"Verschil in reistijd {trip.words} naar de dichtstbijzijnde locatie, na min voor."
            if difference
            else f"Gemiddelde reistijd {trip.words} naar de dichtstbijzijnde locatie. {_when_sentence(trip)}"
            + project.kinds[trip.kind].note
        ).strip(),
    )


def _when_sentence(trip: Trip) -> str:
    if trip.at is not None:
        return f"Alleen locaties waarvan bekend is dat zij op {trip.at.moment} open zijn, tellen. "
    return "Alle locaties tellen, alsof zij altijd open zijn. " if trip.when else ""


def _chain(norm: Norm, suffix: str) -> Chain:
    told = [part for part in norm.parts if isinstance(part, Wait) or part.word]
    parts = [(part.label, part.minutes if isinstance(part, Wait) else norm.part(part) + suffix) for part in told]
    ends = [None if isinstance(part, Wait) else norm.ride_site(part) for part in told]
    return Chain(
        norm.title or f"{norm.words[:1].upper()}{norm.words[1:]}",
        tuple(parts),
        norm.column + suffix,
        norm.limit_min,
        verdict=norm.verdict + suffix,
        outside=norm.outside + suffix,
        share=norm.share + suffix,
        ends=tuple(end and RideEnd(end.id + suffix, end.share + suffix) for end in ends),
    )


def _popup_row(project: Project, trip: Trip, suffix: str, before: PopupRow | None = None) -> PopupRow:
    norm = main_norms(project).get(trip.kind)
    chain = _chain(norm, suffix) if norm is not None and trip.at is None else None
    return PopupRow(
        trip.kind,
        trip.label,
        minutes=trip.column + suffix,
        km=trip.km + suffix,
        site=trip.site + suffix,
        chain=chain,
        before=before,
    )
