"""The sections of the page "Wat deze berekening niet kon zien", each from a table of the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import by_ambulance
from zorgkaart.analyses.quality.remark_tables import left_out
from zorgkaart.outputs.documents.content import Block, Bullets, Cell, Column, Paragraph, Picture, Section, Table
from zorgkaart.outputs.meaning.presentation import labels, remarks_view
from zorgkaart.outputs.pictures.drawing import area_picture, svg_bytes
from zorgkaart.quality.ages import reference_day
from zorgkaart.study.study import Study
from zorgkaart.words.dates import dutch_date
from zorgkaart.words.numbers import count, number, people, percent, short
from zorgkaart.words.sentences import in_sentence, listing

Tables = Mapping[str, pd.DataFrame]
SHOWN = 15
MOST_PLACES = 12
NAMED = 25  # places on the map; to measure names takes most of its time


def worst_section(study: Study) -> Section:
    """A map of the number of remarks, and the areas with most."""
    frame = study.results["buurten"]
    view = remarks_view()
    figure = area_picture(
        frame,
        view,
        labels=labels(study.project),
        surroundings=study.areas.surroundings,
        places=None if study.inputs.places is None else study.inputs.places.nlargest(NAMED, "adressen"),
    )
    worst = frame.sort_values(["opmerkingen", "inwoners", "buurtcode"], ascending=[False, False, True]).head(SHOWN)
    cells = rows(worst, ("buurtnaam", "gemeentenaam", "inwoners", "opmerkingen", "opmerkingen_toelichting"))
    columns = (
        Column("Buurt"),
        Column("Gemeente", share=0.8),
        Column("Inwoners", 0),
        Column("Aantal", 0),
        Column("Opmerkingen", share=2.2),
    )
    return Section(
        "Waar de meeste opmerkingen zijn",
        [
            Picture(
                "kaart-kwaliteit",
                "Aantal opmerkingen per buurt",
                f"Kaart van de buurten van {study.project.region}: aantal opmerkingen. De tabel noemt de buurten met "
                "de "
                "meeste.",
                svg_bytes(figure),
            ),
            Table("buurten", "De buurten met de meeste opmerkingen", columns, cells, small=True),
        ],
    )


def roads_section(study: Study, tables: Tables) -> Section:
    """The roads that residents cannot do without."""
    roads, settings = tables.get("enkele_wegen"), study.project.quality
    if roads is None:
        text = f"Geen weg heeft {people(settings.single_road_inhabitants)} of meer achter zich die niet anders kunnen."
        return Section("Afhankelijk van één weg of brug", [Paragraph(text)])
    text = (
        f"{count(len(roads), 'weg is', 'wegen zijn')} de enige verbinding van minstens "
        f"{people(settings.single_road_inhabitants)}: samen {people(float(roads['inwoners_betrokken'].sum()))}. Valt "
        "zo'n weg weg, door een brug die niet dicht kan of water op de weg, dan kan daar "
        f"{'ook geen ambulance' if by_ambulance(study.project) else 'geen auto'} komen. Fiets- en voetpaden zijn niet "
        "meegeteld, en twee rijbanen naast elkaar gelden als twee wegen."
    )
    cells = tuple(
        (r["achter_de_weg"], r["gemeentenaam"], r["inwoners_betrokken"], f"{r['lat']:.4f}, {r['lon']:.4f}")
        for r in roads.head(SHOWN).to_dict("records")
    )
    columns = (
        Column("Achter deze weg wonen mensen in", share=2),
        Column("Gemeente"),
        Column("Inwoners", 0),
        Column("Plek (breedte, lengte)"),
    )
    caption = "De wegen waarachter de meeste inwoners wonen"
    return Section("Afhankelijk van één weg of brug", [Paragraph(text), Table("wegen", caption, columns, cells)])


def detours_section(study: Study, tables: Tables) -> Section:
    """Where the way to the nearest site is far longer than the straight line."""
    title, settings = "Omwegen", study.project.quality
    kinds = [kind.label for kind in study.project.kinds.values() if kind.shortest_km]
    if not kinds:
        return Section(
            title, [Paragraph("Niet gezocht: van geen soort zijn kilometers langs de kortste weg berekend.")]
        )
    rule = (
        f"over de weg meer dan {short(settings.detour_ratio)} maal de afstand hemelsbreed en minstens "
        f"{short(settings.detour_km)} km meer, terwijl dat in de plaatsen eromheen niet zo is"
    )
    table = tables.get("omwegen")
    if table is None:
        return Section(title, [Paragraph(f"Nergens is het {rule}.")])
    text = (
        f"In {count(table['plaats'].nunique(), 'plaats', 'plaatsen')} is het voor een deel van de inwoners {rule}. Dat "
        "kan kloppen: een kanaal, een snelweg of een pad waar alleen fietsers over mogen. Het kan ook een brug of weg "
        "zijn die in het wegennet ontbreekt of dicht was op de dag van het wegenbestand. Kijk het na voor u op deze "
        "afstanden bouwt."
    )
    names = ("plaats", "gemeentenaam", "voorziening", "inwoners_betrokken", "weg_km", "hemelsbreed_km")
    columns = (
        Column("Plaats", share=1.3),
        Column("Gemeente"),
        Column("Voorziening"),
        Column("Inwoners", 0),
        Column("Km over de weg", 1),
        Column("Km hemelsbreed", 1),
        Column("Keer zo ver", 1),
        Column("In de plaatsen eromheen", 1),
    )
    cells = rows(table.head(SHOWN), (*names, "omwegfactor", "omwegfactor_buren"))
    note = f"Gezocht bij: {listing(kinds)}. Inwoners: alleen die met de omweg. Kilometers: hun gemiddelde."
    caption = "Plaatsen met de meeste omweg, alle inwoners samen"
    return Section(title, [Paragraph(text), Table("omwegen", caption, columns, cells, note=note, small=True)])


def sites_section(tables: Tables) -> Section:
    """Doubtful sites and for how many people they matter."""
    sites = tables.get("onzekere_locaties")
    if sites is None:
        return Section("Onzekere locaties", [Paragraph("Geen enkele onzekere locatie doet ertoe.")])
    cells = rows(sites.head(SHOWN), ("naam", "voorziening", "reden", "inwoners_betrokken", "verschil_gemiddeld_min"))
    columns = (
        Column("Locatie", share=1.3),
        Column("Soort"),
        Column("Wat er onzeker is", share=1.6),
        Column("Inwoners", 0),
        Column("Minuten", 1),
    )
    note = (
        "Inwoners: voor wie het de dichtstbijzijnde is of zou zijn. Minuten: bij een vage ligging hoever de locatie "
        "kan "
        "liggen, gereden door een woonstraat; bij een twijfelachtige status wat zij gemiddeld dichterbij is dan de "
        "locatie die nu telt. Gerekend alsof alle locaties met een twijfelachtige status open zijn."
    )
    text = (
        f"{count(len(sites), 'locatie', 'locaties')} met een vage ligging of een twijfelachtige status "
        f"{'is' if len(sites) == 1 else 'zijn'} voor iemand de dichtstbijzijnde, of zou dat zijn."
    )
    caption = "Onzekere locaties, de belangrijkste eerst"
    return Section(
        "Onzekere locaties", [Paragraph(text), Table("locaties", caption, columns, cells, note=note, small=True)]
    )


def age_section(study: Study, tables: Tables) -> Section:
    """How old the data is."""
    project = study.project
    names = ("voorziening", "peildata", "locaties", "locaties_verouderd", "locaties_misschien", "inwoners_betrokken")
    cells = tuple(
        tuple(None if isinstance(cell, float) and np.isnan(cell) else cell for cell in row)
        for row in rows(tables["ouderdom"], names)
    )
    columns = (
        Column("Gegevens", share=1.2),
        Column("Peildata", share=1.2),
        Column("Locaties", 0),
        Column("Verouderd", 0),
        Column("Misschien", 0),
        Column("Inwoners", 0),
    )
    years = short(project.quality.old_years)
    note = (
        f"Verouderd: langer dan {years} jaar voor {dutch_date(reference_day(project))}. Misschien: een deel van de "
        "periode "
        "ligt zover terug, of de peildatum is niet bekend. Inwoners: voor wie de dichtstbijzijnde locatie verouderde "
        "gegevens heeft. Nieuwe wegen en bruggen van na de datum van het wegennet ontbreken."
    )
    caption = f"Gegevens ouder dan {years} jaar"
    return Section("Wat oud is", [Table("ouderdom", caption, columns, cells, note=note)])


def incomplete_section(study: Study) -> Section:
    """Lists that are not complete, and what could be missing."""
    weight = np.nan_to_num(study.residents.weight)
    causes = {
        text: cause
        for mark in study.marks
        if mark.name == "onvolledig"
        for cause in mark.causes
        for text in cause.texts.values()
    }
    settings = study.project.quality
    lines: list[str] = []
    for kind in study.travel:
        section = study.project.kinds[kind]
        mine = {id(cause): cause for text, cause in causes.items() if text.startswith(f"{section.label}: ")}
        for cause in mine.values():
            number_ = people(float(weight @ cause.flags))
            text = next(iter(cause.texts.values()))
            if "alleen locaties in" in text:
                lines.append(f"{text}. {number_} kunnen eerder over de grens zijn dan bij de dichtstbijzijnde locatie.")
                continue
            used, hits = np.unique(cause.which[cause.which >= 0], return_counts=True)
            places = study.suspected_places(kind)["plaats"].to_numpy()[used[np.argsort(-hits, kind="stable")]]
            named = [*places[:MOST_PLACES]]
            if len(places) > MOST_PLACES:
                named.append(f"{len(places) - MOST_PLACES} andere plaatsen")
            lines.append(
                f"{section.label}: de lijst is niet volledig. Te verwachten is een locatie in {listing(named)}; "
                f"{number_} wonen daar dichterbij dan bij hun dichtstbijzijnde locatie."
            )
    if not lines:
        return Section("Wat onvolledig is", [Paragraph("Van geen soort is bekend dat locaties ontbreken.")])
    note = (
        "Bij een soort die alleen in een provincie bekend is: wie hemelsbreed en met de hoogste snelheid van het "
        "wegennet "
        "eerder buiten de provincie is dan bij zijn dichtstbijzijnde locatie. Bij een lijst met gaten: een locatie "
        "is te "
        f"verwachten in plaatsen van een grootte waarbij minstens {percent(settings.place_share, 0)} van de plaatsen "
        "er "
        f"een binnen {number(settings.place_radius_m)} meter van het midden heeft; is er zo geen grootte, dan in de "
        "grootste plaats van elke gemeente zonder locatie. Dit zijn vermoedens, geen feiten."
    )
    return Section("Wat onvolledig is", [Bullets(tuple(lines)), Paragraph(note, tone="note")])


def border_section(study: Study, tables: Tables) -> Section:
    """What it changes if sites abroad count."""
    title, totals = "De grens", tables.get("grens")
    if totals is None:
        return Section(title, [Paragraph("Er zijn geen locaties in het buitenland bekend.")])
    sites, areas = tables.get("grens_locaties"), tables.get("grens_buurten")
    now = "mee" if study.facilities.abroad else "niet mee"
    blocks: list[Block] = [
        Paragraph(
            f"In deze berekening tellen locaties in het buitenland {now}. Daarvan is alleen bekend dat zij er zijn: "
            "niet of "
            "er spoedeisende hulp is, of zij dag en nacht open zijn en of een Nederlandse ambulance er terechtkan. "
            "Hieronder staat wat het hoogstens uitmaakt als zij allemaal meetellen."
        )
    ]
    cells = rows(
        totals,
        (
            "voorziening",
            "zonder_gemiddeld_min",
            "met_gemiddeld_min",
            "inwoners_korter",
            "zonder_buiten_norm",
            "met_buiten_norm",
            "minder_buiten_norm",
        ),
    )
    heads: tuple[Column, ...] = (
        Column("Soort", share=1.5),
        Column("Minuten zonder", 1),
        Column("met", 1),
        Column("Inwoners korter", 0),
        Column("Buiten de norm zonder", 0),
        Column("met", 0),
        Column("minder", 0),
    )
    note = "Minuten: gemiddeld met de auto. Inwoners korter: voor wie een locatie in het buitenland dichterbij is."
    blocks.append(Table("grens", "Zonder en met locaties in het buitenland", heads, cells, note=note))
    if sites is not None:
        cells = rows(
            sites,
            ("naam", "voorziening", "status", "inwoners_betrokken", "korter_min", "zonder_deze_minder_buiten_norm"),
        )
        heads = (
            Column("Locatie", share=2),
            Column("Soort"),
            Column("Status"),
            Column("Inwoners", 0),
            Column("Minuten korter", 1),
            Column("Minder buiten de norm zonder deze", 0),
        )
        note = (
            "De laatste kolom: hoeveel minder inwoners er buiten de norm zijn als alle locaties in het buitenland "
            "meetellen "
            "behalve deze. Lees de namen: een kliniek zonder spoedeisende hulp kan in de lijst staan."
        )
        blocks.append(
            Table(
                "grens-locaties",
                "Locaties in het buitenland die gebruikt zouden worden",
                heads,
                cells,
                note=note,
                small=True,
            )
        )
        blocks += _hangs_on(totals, sites)
    if areas is not None:
        cells = rows(
            areas.head(SHOWN),
            (
                "buurtnaam",
                "gemeentenaam",
                "inwoners",
                "zonder_oordeel",
                "met_oordeel",
                "zonder_buiten_norm",
                "met_buiten_norm",
            ),
        )
        heads = (
            Column("Buurt", share=1.6),
            Column("Gemeente"),
            Column("Inwoners", 0),
            Column("Zonder"),
            Column("Met"),
            Column("Buiten de norm zonder", 0),
            Column("met", 0),
        )
        caption = f"{count(len(areas), 'buurt krijgt', 'buurten krijgen')} een ander oordeel"
        if len(areas) > SHOWN:
            caption += f"; de {SHOWN} grootste"
        blocks.append(Table("grens-buurten", caption, heads, cells, small=True))
    return Section(title, blocks)


def _hangs_on(totals: pd.DataFrame, sites: pd.DataFrame) -> list[Block]:
    """A sentence on the site that most of the difference for the norm hangs on."""
    less = totals.set_index("voorziening")["minder_buiten_norm"]
    own = sites["voorziening"].map(less) - sites["zonder_deze_minder_buiten_norm"]
    most = own.to_numpy(dtype=np.float64)
    if not np.nanmax(most, initial=0.0) >= 1:
        return []
    site = sites.iloc[int(np.nanargmax(most))]
    total = float(less[site["voorziening"]])
    text = (
        f"Van de {people(total)} die zo binnen de norm komen, {'hangt' if np.nanmax(most) < 1.5 else 'hangen'} er "
        f"{number(float(np.nanmax(most)))} alleen van {site['naam']} af."
    )
    return [Paragraph(text)]


def left_out_section(study: Study) -> Section:
    """What the model leaves out."""
    notes = [f"{kind.label}: {in_sentence(kind.note)}" for kind in study.project.kinds.values() if kind.note]
    return Section("Wat het model weglaat", [Bullets((*left_out(study), *notes))])


def rows(frame: pd.DataFrame, names: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of a frame as cells; a text that is missing is left empty."""
    table = []
    for values in frame[list(names)].itertuples(index=False):
        table.append(tuple(_cell(value) for value in values))
    return tuple(table)


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str):
        return value
    return float(value)
