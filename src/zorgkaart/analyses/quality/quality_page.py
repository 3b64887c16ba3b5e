"""The page "Wat deze berekening niet kon zien": the remarks on a run in one place, for planners."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import by_ambulance
from zorgkaart.analyses.border.compute import border_difference
from zorgkaart.analyses.quality.page_sections import (
    Tables,
    age_section,
    border_section,
    detours_section,
    incomplete_section,
    left_out_section,
    roads_section,
    rows,
    sites_section,
    worst_section,
)
from zorgkaart.analyses.quality.remark_tables import age_table, kind_table, mark_table, single_roads
from zorgkaart.outputs.documents.content import Column, KeyFigure, KeyFigures, Paragraph, Report, Section, Table
from zorgkaart.outputs.meaning.day import day_facts
from zorgkaart.quality.doubtful import doubtful_sites
from zorgkaart.study.study import Study
from zorgkaart.words.dates import dutch_date
from zorgkaart.words.numbers import number, percent, short
from zorgkaart.words.sentences import in_sentence, listing

PAGE = "kwaliteit.html"
TITLE = "Wat deze berekening niet kon zien"
WORDS = {
    "ver_van_weg": "wonen verder dan {far} meter (hemelsbreed) van een weg in het wegennet",
    "los_wegdeel": "wonen bij een weg zonder verbinding met de rest van het wegennet en hebben geen reistijd",
    "enkele_weg": "zijn afgesneden als één weg of brug wegvalt (wegen met minstens {fewest} inwoners erachter)",
    "omweg": "moeten over de weg meer dan {ratio} maal zo ver als hemelsbreed en {detour} km meer, en eromheen niet",
    "veerboot": "bereiken de rest van het wegennet alleen met een veerboot",
    "netwerkrand": "kunnen buiten het wegenbestand een snellere route of nadere locatie hebben, bij minstens een soort",
    "onzekere_locatie": "gaan naar een locatie met een vage ligging of status, of er ligt zo een dichterbij",
    "verouderd": "gaan naar een locatie waarvan de gegevens ouder zijn dan {years} jaar",
    "onvolledig": "kunnen dichter bij een locatie wonen die niet in de lijst staat, bij minstens een soort",
    "meer_adressen": "wonen in een buurt met meer dan {crowd} adressen per huishouden: niet overal woont iemand",
}


def quality_tables(study: Study) -> dict[str, pd.DataFrame]:
    """The tables of the page, by the names of their files; those without a row are left out but for the first.

    ``kwaliteit`` (per remark how many areas and people it is about), ``kwaliteit_per_soort``, ``enkele_wegen``,
    ``omwegen``, ``onzekere_locaties``, ``ouderdom`` and, where sites abroad are known, ``grens``, ``grens_locaties``
    and ``grens_buurten``.
    """
    settings = study.project.quality
    limits = {
        "far": short(settings.far_road_m),
        "fewest": number(settings.single_road_inhabitants),
        "years": short(settings.old_years),
        "ratio": short(settings.detour_ratio),
        "detour": short(settings.detour_km),
        "crowd": short(settings.addresses_per_household),
    }
    words = [WORDS[mark.name].format(**limits) for mark in study.marks]
    others = {
        "enkele_wegen": single_roads(study),
        "omwegen": study.detours.table,
        "onzekere_locaties": doubtful_sites(study.doubtful_sites, study.facilities.table, study.residents.weight),
        "ouderdom": age_table(study),
    }
    border = border_difference(study)
    if border.kinds:
        others |= {"grens": border.totals(), "grens_locaties": border.sites(), "grens_buurten": border.areas()}
    filled = {name: table for name, table in others.items() if len(table)}
    return {
        "kwaliteit": mark_table(study).assign(kwaliteit_uitleg=words),
        "kwaliteit_per_soort": kind_table(study),
        **filled,
    }


def quality_report(study: Study, tables: Tables, origin: Mapping[str, Any]) -> Report:
    """The content of the page; the same study and provenance give the same content."""
    made = datetime.datetime.fromisoformat(origin["gemaakt"])
    sections = [
        worst_section(study),
        roads_section(study, tables),
        detours_section(study, tables),
        sites_section(tables),
        age_section(study, tables),
        incomplete_section(study),
        border_section(study, tables),
        left_out_section(study),
    ]
    return Report(
        title=TITLE,
        subtitle=study.project.title,
        date=made,
        facts=(
            ("Gebied", study.project.region),
            *day_facts(study.project),
            ("Datum", dutch_date(made)),
            ("Gemaakt met", f"zorgkaart {origin['versies']['zorgkaart']}"),
        ),
        summary=_summary(study, tables),
        sections=tuple(sections),
        appendices=(),
        provenance=origin,
    )


def _summary(study: Study, tables: Tables) -> Section:
    marks = tables["kwaliteit"]
    share = study.project.quality.flag_share
    total = float(np.nansum(study.residents.weight))
    by_name = dict(zip([mark.name for mark in study.marks], marks.to_dict("records"), strict=True))
    figures = [
        KeyFigure(number(by_name[name]["inwoners_betrokken"]), label)
        for name, label in (
            ("enkele_weg", "inwoners hangen van één weg of brug af"),
            ("onzekere_locatie", "inwoners bij een onzekere locatie"),
            ("verouderd", "inwoners bij verouderde gegevens"),
            ("onvolledig", "inwoners voor wie een lijst te kort kan zijn"),
        )
    ]
    names = ("kwaliteit_opmerking", "kwaliteit_uitleg", "aantal_buurten", "inwoners_betrokken", "aandeel_inwoners")
    columns = (
        Column("Opmerking", share=1.1),
        Column("Inwoners die …", share=2.2),
        Column("Buurten", 0),
        Column("Inwoners", 0),
        Column("Deel", 1, percent=True),
    )
    kinds = Table(
        "per-soort",
        "Waar de uitkomst anders kan zijn, per soort voorziening",
        (Column("Voorziening", share=1.6), *columns[2:]),
        rows(
            tables["kwaliteit_per_soort"], ("voorziening", "aantal_buurten", "inwoners_betrokken", "aandeel_inwoners")
        ),
        note=(
            f"Inwoners van wie de dichtstbijzijnde locatie{' of ambulancepost' if by_ambulance(study.project) else ''} "
            "een vage ligging of een twijfelachtige status heeft, voor wie een locatie in de lijst kan ontbreken, of "
            f"voor wie een locatie buiten het wegennet kan liggen. {_timed_sentence(study)}De ouderdom van gegevens "
            "staat verderop."
        ),
    )
    text = (
        f"Elke uitkomst rust op gegevens en aannames. Deze bladzijde noemt per punt voor hoeveel van de "
        f"{number(total)} inwoners het ertoe kan doen. Het zegt niet dat de uitkomst daar fout is, maar dat zij anders "
        "kan zijn of dat het gebied kwetsbaar is."
    )
    note = (
        f"Een buurt telt vanaf {percent(share, 0)} van haar inwoners. Inwoners van wie het aantal niet is "
        "gepubliceerd, "
        "zijn niet geteld."
    )
    return Section(
        "In het kort",
        [
            Paragraph(text, tone="answer"),
            kinds,
            KeyFigures(tuple(figures)),
            Table("opmerkingen", "Opmerkingen bij deze berekening", columns, rows(marks, names), note=note),
        ],
    )


def _timed_sentence(study: Study) -> str:
    """Of kinds that name moments the list and the edge of the roads are looked at for the farthest trip."""
    timed = [in_sentence(kind.label) for kind in study.project.kinds.values() if kind.moments]
    return f"Voor {listing(timed)} geldt het tijdstip waarop de reis het langst is. " if timed else ""
