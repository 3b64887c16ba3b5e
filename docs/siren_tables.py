"""The tables of ``siren.md`` and those of speeds and assumptions elsewhere, from what ``tools.siren`` wrote."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "tools" / "siren" / "results"
PROJECT = ROOT / "projects" / "groningen.toml"
# Per table: the columns with their titles, and how many digits behind the point.
TABLES: dict[str, dict[str, tuple[str, int]]] = {
    "speeds": {
        "group": ("group", 0),
        "planning_low_kmh": ("planning studies, lowest", 0),
        "planning_high_kmh": ("highest", 0),
        "kmh": ("with siren, km/h", 1),
        "se_kmh": ("standard error", 1),
        "km_share": ("share", 3),
        "inflation": ("inflation", 1),
        "weak": ("weakly determined", 0),
    },
    "agreement": {
        "table": ("speeds", 0),
        "drives": ("drives", 0),
        "r": ("r", 4),
        "bias_min": ("bias, min", 2),
        "rmse_min": ("RMSE, min", 2),
    },
    "lengths": {
        "from_min": ("from, min", 0),
        "to_min": ("to, min", 0),
        "drives": ("drives", 0),
        "mean_min": ("mean left, min", 2),
        "sd_min": ("standard deviation, min", 2),
    },
    "unexplained": {
        "ends": ("speeds at the ends", 0),
        "ends_kmh": ("their speed, km/h", 1),
        "constant_min": ("constant, min per drive", 2),
        "se_min": ("standard error", 2),
    },
    "transfer": {"quarter": ("quarter", 0), "factor": ("factor", 3)},
    "priors": {"what": ("spread of", 0), "share": ("share of the speed", 3)},
    "effect": {
        "part": ("the ambulance drives by", 0),
        "outside": ("outside now", 0),
        "more_outside": ("more without the Ommelander", 0),
        "car_min": ("minutes by car", 2),
    },
}
SPREADS = {
    "normal": "normal, mean {mean:g}, sd {sd:g}",
    "triangular": "triangular, {low:g} to {high:g}, most likely {mode:g}",
    "uniform": "uniform, {low:g} to {high:g}",
    "chance": "counts with a chance of {chance:g}",
}


def marks(name: str) -> tuple[str, str]:
    """The two lines of a page between which a table goes."""
    return f"<!-- begin: siren {name} -->", f"<!-- end: siren {name} -->"


def table(name: str) -> str:
    """One table of the fit as Markdown."""
    rows, columns = pd.read_csv(RESULTS / f"{name}.csv"), TABLES[name]
    words = [column for column in columns if not pd.api.types.is_numeric_dtype(rows[column])]
    lines = [
        f"| {' | '.join(title for title, _ in columns.values())} |",
        f"|{'|'.join('---' if column in words else '---:' for column in columns)}|",
    ]
    for row in rows.to_dict("records"):
        cells = [_cell(row[column], digits) for column, (_, digits) in columns.items()]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(["", *lines, ""])


def both_tables() -> str:
    """The speeds of the car and of the ambulance per class, as the package has them."""
    package = ROOT / "src" / "zorgkaart" / "network" / "tables"
    both = [pd.read_csv(package / f"speeds_{mode}.csv") for mode in ("auto", "ambulance")]
    pairs = [rows["outside_kmh"].astype(str) + " / " + rows["inside_kmh"].astype(str) for rows in both]
    lines = ["| class | car, outside / inside built-up areas, km/h | ambulance |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in zip(both[0]["highway"], *pairs, strict=True)]
    return "\n".join(["", *lines, ""])


def assumptions() -> str:
    """The assumptions of the default project: distribution, how much they explain, and who says so."""
    sections = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["assumptions"]
    shares = pd.read_csv(RESULTS / "shares.csv").set_index("assumption")
    intervals = pd.read_csv(RESULTS / "intervals.csv").set_index("outcome")
    lines = [
        "| assumption | distribution | explains of now | of the closure | source, as in the project file |",
        "|---|---|---:|---:|---|",
    ]
    for name, section in sections.items():
        spread = SPREADS[section["distribution"]].format(**section)
        spread += ", times the project's value" if section.get("relative") else ""
        now, closure = (f"{100 * shares[outcome][name]:.0f} %" for outcome in ("now", "closure"))
        lines.append(f"| `{name}` | {spread} | {now} | {closure} | {section['source']} |")
    words = {"now": "outside the norm now", "closure": "more without the Ommelander"}
    lines += ["", "| inhabitants | as computed | 5 % | 50 % | 95 % | draws |", "|---|---:|---:|---:|---:|---:|"]
    for outcome, row in intervals.iterrows():
        numbers = [_cell(row[column], 0) for column in ("central", "low", "middle", "high", "draws")]
        lines.append(f"| {words[str(outcome)]} | {' | '.join(numbers)} |")
    return "\n".join(["", *lines, ""])


def _cell(value: object, digits: int) -> str:
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else f"{value:,.{digits}f}"
