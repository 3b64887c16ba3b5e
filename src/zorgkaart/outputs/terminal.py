"""What the command line prints: tables in Dutch for a planner."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd
from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from zorgkaart.calibration import Calibration
from zorgkaart.comparison import check_distances, compare_closures, compare_run, compare_scenario
from zorgkaart.errors import Problems
from zorgkaart.outputs.presentation import assumptions
from zorgkaart.project import Project
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study import Study
from zorgkaart.summaries import describe, flagged_table, summary_table, unknown_hours
from zorgkaart.uncertainty.effects import effects
from zorgkaart.uncertainty.ensemble import Ensemble
from zorgkaart.uncertainty.intervals import total_intervals

SHOWN = 15
TEXT_WIDTH = 24


def number(value: float, decimals: int = 0) -> str:
    """A number as the Dutch write it; "onbekend" for NaN."""
    if math.isnan(value):
        return "onbekend"
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def signed(value: float, decimals: int = 0) -> str:
    """A number with its sign."""
    return ("+" if value >= 0 else "") + number(value, decimals)


def problem_table(problems: Problems) -> Table:
    """All problems, one row each."""
    table = _table("Problemen in de invoer", "", "waar", "wat", "wat te doen")
    for item in problems:
        mark = "fout" if item.fatal else "let op"
        table.add_row(mark, escape(item.where), escape(item.what), escape(item.todo))
    return table


def run_summary(study: Study) -> Iterator[RenderableType]:
    """Travel times per kind, flagged areas and the comparison with published figures."""
    table = _table(
        "Gemiddeld over alle inwoners, met de auto", "soort", locaties=0, minuten=1, km=1, **{"buiten de norm": 0}
    )
    for row in summary_table(study).to_dict("records"):
        outside = row.get("inwoners_buiten_norm", math.nan)
        cells = [number(row["locaties"]), number(row["gemiddeld_min"], 1), number(row["gemiddeld_km"], 1)]
        table.add_row(escape(row["voorziening"]), *cells, "" if math.isnan(outside) else f"{number(outside)} inwoners")
    yield table
    yield from _flagged(study)
    yield from _comparison(compare_run(study))
    found = check_distances(study)
    if found is not None:
        yield (
            f"Afstand tot de huisarts per buurt, naast die van het CBS: {found.buurten} buurten, correlatie "
            f"{number(found.correlation, 3)}; gemiddeld {number(found.mean_km, 2)} km, "
            f"CBS {number(found.cbs_km, 2)} km ({signed(found.deviation_pct, 1)} %)."
        )


def scenario_summary(scenario: Scenario) -> Iterator[RenderableType]:
    """Totals before and after, where people go, who falls outside the norm, and published figures."""
    yield "Wat als: " + escape(": ".join(filter(None, (scenario.title, "; ".join(describe(scenario))))))
    labels = {name: kind.label for name, kind in scenario.after.project.kinds.items()}
    table = _table(
        "Inwoners buiten de norm, en inwoners die langer reizen", "soort", **{
            "buiten voor": 0, "buiten na": 0, "erbij": 0, "65+ erbij": 0, "reizen langer": 0, "extra (min)": 0,
            "hoogstens": 0,
        },
    )  # fmt: skip
    for row in scenario.totals().to_dict("records"):
        cells = [row.get(name, math.nan) for name in ("inwoners_buiten_voor", "inwoners_buiten_na")]
        cells += [row.get(name, math.nan) for name in ("inwoners_buiten_verschil", "65plus_buiten_verschil")]
        judged = row["soort"] in scenario.after.project.norms
        texts = [number(value) if judged else "" for value in cells]
        texts.append(number(row.get("inwoners_langer", math.nan)))
        texts += [number(row.get(name, math.nan), 1) for name in ("extra_min", "extra_min_max")]
        table.add_row(escape(labels[row["soort"]]), *texts)
    yield table
    for row in scenario.totals().to_dict("records"):
        if row["inwoners_zonder"]:
            people = number(row["inwoners_zonder"])
            yield escape(
                f"{labels[row['soort']]}: voor {people} inwoners is er geen locatie of ambulancepost meer over."
            )
    yield from map(escape, unknown_hours(scenario))
    yield from _moves(scenario, labels)
    yield from _load(scenario, labels)
    yield from _newly_outside(scenario, labels)
    compared = compare_scenario(scenario)
    yield from _comparison(compared)
    if not compared.empty:
        yield "Dit cijfer hangt af van: " + "; ".join(assumptions(scenario.after.project)) + "."


def uncertainty_summary(ensemble: Ensemble) -> Iterator[RenderableType]:
    """Headline intervals, and the assumptions that move them most."""
    labels = {name: kind.label for name, kind in ensemble.study.project.kinds.items()}
    table = _table(
        f"Inwoners buiten de norm in {len(ensemble.drawn)} trekkingen; 90 % ligt tussen laag en hoog", "soort",
        "situatie", **{"zonder trekkingen": 0, "laag": 0, "midden": 0, "hoog": 0},
    )  # fmt: skip
    found = total_intervals(ensemble)
    for row in found[found["maat"] == "inwoners_buiten_norm"].to_dict("records"):
        texts = [number(row[name]) for name in ("uitkomst", "laag", "midden", "hoog")]
        table.add_row(escape(labels[row["soort"]]), row["situatie"], *texts)
    yield table
    moment = ensemble.moments[-1].removeprefix("_") or "nu"
    table = _table(
        f"Welke aanname het aantal inwoners buiten de norm het meest verandert ({moment})", "soort", "aanname",
        **{"deel van de spreiding": 0, "richting": None},
    )  # fmt: skip
    all_effects = effects(ensemble)
    for row in all_effects[all_effects["situatie"] == moment].groupby("soort", sort=False).head(5).to_dict("records"):
        share = "onbekend" if math.isnan(row["aandeel"]) else f"{number(100 * row['aandeel'])} %"
        way = "" if math.isnan(row["richting"]) else "hoger geeft meer" if row["richting"] > 0 else "hoger geeft minder"
        table.add_row(escape(labels[row["soort"]]), escape(row["aanname"]), share, way)
    yield table


def calibration_summary(found: Calibration) -> Iterator[RenderableType]:
    """What was fitted, to what, and what the other published figures then become."""
    yield escape(
        f"{found.key}: was {number(found.before, 3)}, past het best met {number(found.after, 3)}. "
        f"Afwijking die overblijft: {number(found.misfit_pct, 1)} %."
    )
    if found.at_bound:
        yield "Let op: dit is een grens van wat het projectbestand toestaat; verder weg past het misschien beter."
    table = _table(
        "Gepubliceerde cijfers over sluitingen", "cijfer", "gebruikt", gepubliceerd=0, eerst=0, nu=0, **{"verschil": 0}
    )
    for row in found.figures.to_dict("records"):
        off = 100 * (row["zorgkaart_na"] / row["gepubliceerd"] - 1)
        texts = [number(row[name]) for name in ("gepubliceerd", "zorgkaart_voor", "zorgkaart_na")]
        table.add_row(escape(row["id"]), "doel" if row["doel"] else "nee", *texts, f"{signed(off)} %")
    yield table
    yield (
        "Van wat niet is gebruikt, blijven afstanden over de weg gelijk; al het andere rekent 'zorgkaart run' opnieuw "
        "uit met het nieuwe projectbestand."
    )


def atlas_summary(study: Study, kind: str, table: pd.DataFrame, further_min: float) -> Iterator[RenderableType]:
    """The gravest closures, with columns about norms only where closing a site can break one, and published figures."""
    norms = [name for name, norm in study.project.norms.items() if kind in (name, norm.stations)]
    headings: dict[str, int | None] = {"buiten norm": 0, "gevoelig": None} if norms else {}
    together = {"meer dan apart": 0} if norms and "samen_meer_buiten" in table else {}
    result = _table(
        f"Als {'twee locaties sluiten' if together else 'een locatie sluit'}: {study.project.kinds[kind].label}",
        "gesloten", **headings, **together, gebruikers=0, **{"extra min": 0, f"> {number(further_min)} min": 0},
        naar=None,
    )  # fmt: skip
    for row in table.head(SHOWN).to_dict("records"):
        about = [number(row["inwoners_buiten_erbij"]), _yes_no(row["gevoelig"])] if norms else []
        about += [number(row["samen_meer_buiten"])] if together else []
        cells = [number(row["inwoners_gebruikers"]), number(row["extra_min"], 1), number(row["inwoners_verder"])]
        result.add_row(escape(row["gesloten"]), *about, *cells, escape(row["naar"]))
    if len(table) > SHOWN:
        result.caption = f"… en nog {len(table) - SHOWN}; alle staan in atlas.csv."
    yield result
    compared = compare_closures(study, kind)
    yield from _comparison(compared)
    if not compared.empty:
        yield "Dit cijfer hangt af van: " + "; ".join(assumptions(study.project)) + "."


def _yes_no(value: bool | None) -> str:
    return "onbekend" if pd.isna(value) else "ja" if value else "nee"


def variants_summary(project: Project, table: pd.DataFrame) -> Iterator[RenderableType]:
    """How many inhabitants are outside each norm in every variant, and the range of what was found."""
    shown: dict[tuple[object, ...], str] = {}
    for kind, norm in project.norms.items():
        label = escape(norm.label or project.kinds[kind].label)
        outside, chain = f"{kind}_inwoners_buiten_norm", f"{kind}_norm_min"
        if outside in table:
            headings = {outside: "buiten de norm", chain: "hele keten (min)"}
            found, more = table[outside], ""
        else:
            headings = {f"{outside}_voor": "buiten voor", f"{outside}_na": "buiten na", f"{outside}_verschil": "erbij"}
            headings[f"{chain}_na"] = "hele keten (min)"
            found, more = table[f"{outside}_verschil"], " erbij"
        figures = tuple(table[list(headings)].fillna(-1.0).itertuples(index=False, name=None))
        if figures in shown:
            yield f"{label}: dezelfde aantallen als bij de {shown[figures]}."
            continue
        shown[figures] = label
        title = f"{label}: hoeveel hangt van de snelheid van de ambulance af"
        result = _table(title, "variant", **dict.fromkeys(headings.values(), 0))
        for row in table.to_dict("records"):
            cells = [number(row[name], 1 if name.startswith(chain) else 0) for name in headings]
            result.add_row(escape(row["variant"]), *cells)
        yield result
        if found.notna().all():
            yield f"Tussen {number(found.min())} en {number(found.max())} inwoners{more} buiten de norm."


def _flagged(study: Study) -> Iterator[RenderableType]:
    flagged = flagged_table(study)
    shown: dict[tuple[object, ...], str] = {}
    for kind, norm in study.project.norms.items():
        label = escape(norm.label or study.project.kinds[kind].label)
        if not study.chains[kind].known.any():
            yield f"{label}: onbekend, want er telt geen locatie of geen ambulancepost mee."
            continue
        rows = flagged[flagged[f"{kind}_oordeel"].isin(["buiten", "deels buiten"])]
        figures = tuple(rows[["buurtcode", f"{kind}_inwoners_buiten_norm"]].itertuples(index=False, name=None))
        if figures in shown:
            yield f"{label}: dezelfde {len(rows)} buurten en aantallen als bij de {shown[figures]}."
            continue
        shown[figures] = label
        rows = rows.sort_values([f"{kind}_inwoners_buiten_norm", "buurtcode"], ascending=[False, True])
        title = f"{label}: {len(rows)} gemarkeerde buurten, de zwaarste eerst"
        table = _table(
            title, "buurt", "gemeente", inwoners=0, **{"buiten de norm": 0, "hele keten (min)": 0}, oordeel=None
        )
        for row in rows.head(SHOWN).to_dict("records"):
            table.add_row(
                escape(row["buurtnaam"]), escape(row["gemeentenaam"]), number(row["inwoners"]),
                number(row[f"{kind}_inwoners_buiten_norm"]), number(row[f"{kind}_norm_min"], 1), row[f"{kind}_oordeel"],
            )  # fmt: skip
        yield table
        if len(rows) > SHOWN:
            yield f"… en nog {len(rows) - SHOWN}; alle staan in tabellen/buiten_de_norm.csv."


def _moves(scenario: Scenario, labels: dict[str, str]) -> Iterator[RenderableType]:
    moves = scenario.moves()
    if moves.empty:
        return
    table = _table("Waar inwoners naartoe gaan (met de auto)", "soort", "van", "naar", inwoners=0, **{"extra (min)": 0})
    for row in moves.head(SHOWN).to_dict("records"):
        names = [labels[row["soort"]], row["van"], row["naar"] or "geen locatie meer"]
        table.add_row(*map(escape, names), number(row["inwoners"]), number(row["extra_min"], 1))
    yield table


def _load(scenario: Scenario, labels: dict[str, str]) -> Iterator[RenderableType]:
    """The visits that go elsewhere, for the kinds of which the project says how often people go."""
    load = scenario.load()
    if "bezoeken_per_jaar_erbij" not in load:
        return
    load = load[load["bezoeken_per_jaar_erbij"].notna()]
    full = "aandeel_capaciteit_na" in load
    share = {"van capaciteit": 0} if full else {}
    table = _table("Bezoeken per jaar", "soort", "locatie", voor=0, na=0, erbij=0, **share)
    for row in load.head(SHOWN).to_dict("records"):
        texts = [number(row[f"bezoeken_per_jaar_{name}"]) for name in ("voor", "na")]
        texts.append(signed(row["bezoeken_per_jaar_erbij"]))
        if full:
            used = row["aandeel_capaciteit_na"]
            texts.append("onbekend" if math.isnan(used) else f"{number(100 * used)} %")
        table.add_row(escape(labels[row["soort"]]), escape(row["naam"]), *texts)
    yield table


def _newly_outside(scenario: Scenario, labels: dict[str, str]) -> Iterator[RenderableType]:
    frame = scenario.newly_outside()
    shown: dict[tuple[object, ...], str] = {}
    for kind in (kind for kind in scenario.kinds if kind in scenario.after.project.norms):
        column = f"{kind}_inwoners_buiten_norm_verschil"
        rows = frame[frame[column] > 0].sort_values([column, "buurtcode"], ascending=[False, True])
        if rows.empty:
            continue
        figures = tuple(rows[["buurtcode", column]].itertuples(index=False, name=None))
        if figures in shown:
            yield f"{labels[kind]}: dezelfde {len(rows)} buurten en aantallen als bij {shown[figures]}."
            continue
        shown[figures] = labels[kind]
        title = f"{labels[kind]}: {len(rows)} buurten met meer inwoners buiten de norm"
        table = _table(title, "buurt", "gemeente", erbij=0, **{"hele keten (min)": 0}, oordeel=None)
        for row in rows.head(SHOWN).to_dict("records"):
            minutes, verdict = number(row[f"{kind}_norm_min_na"], 1), row[f"{kind}_oordeel_na"]
            table.add_row(escape(row["buurtnaam"]), escape(row["gemeentenaam"]), number(row[column]), minutes, verdict)
        yield table
        if len(rows) > SHOWN:
            yield f"… en nog {len(rows) - SHOWN}; alle staan in tabellen/erbij_buiten_de_norm.csv."


def _comparison(frame: pd.DataFrame) -> Iterator[RenderableType]:
    if frame.empty:
        return
    table = _table(
        "Naast gepubliceerde cijfers", "onderwerp", "gebied", gepubliceerd=0, zorgkaart=0, verschil=0, bron=None
    )
    for row in frame.to_dict("records"):
        decimals = 1 if row["eenheid"] == "km" else 0
        values = [f"{number(row[name], decimals)} {row['eenheid']}" for name in ("gepubliceerd", "zorgkaart")]
        more = "" if math.isnan(row["verschil_pct"]) else f"{signed(row['verschil_pct'])} %"
        table.add_row(
            escape(row["onderwerp"]), escape(row["gebied"]), *map(escape, values), more,
            escape(f"{row['bron']}, {row['jaar']}"),
        )  # fmt: skip
    yield table


def _table(title: str, *texts: str, **others: int | None) -> Table:
    """A table with text columns and, for the others, right-aligned numbers unless their value is None."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in texts:
        table.add_column(heading, min_width=min(TEXT_WIDTH, 100 // (len(texts) + len(others) // 2)))
    for heading, kind in others.items():
        table.add_column(heading, justify="left" if kind is None else "right", no_wrap=kind is not None)
    return table
