"""The table, ``docs/performance.md`` and the plot of growth, all from the stored results."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

Results = dict[str, dict[str, Any]]
BEGIN, END = "<!-- begin: written by python -m benchmarks -->", "<!-- end -->"
SIZES = ("quarter", "half", "whole", "large")


@dataclass(frozen=True)
class Row:
    """A side's answer to a question: the tasks that make it up, each with a factor."""

    side: str
    tasks: tuple[str, ...]
    note: str = ""
    step: str = ""
    scale: bool = False


# The first row of each question is the one that the others are compared with.
QUESTIONS: dict[str, tuple[Row, ...]] = {
    "Network build, northern file": (
        Row("zorgkaart", ("build whole",), "PBF to a routable network, built-up and edges told", "build-whole"),
        Row("Valhalla", ("valhalla tiles",), "tiles, without areas and time zones", "valhalla"),
        Row("OSRM", ("osrm extract", "osrm contract"), "extract and contract, flat profile", "osrm-build"),
        Row(
            "osmnx",
            ("osmnx xml", "osmnx graph", "osmnx speeds", "osmnx component"),
            "by way of XML, simplified, speeds, strong component",
            "osmnx",
        ),
        Row("pandana", ("pandana contraction",), "contraction alone; zorgkaart had read the file", "pandana"),
        Row("scipy", ("scipy graph",), "matrix alone; zorgkaart had read the file", "scipy"),
        Row("networkx", ("networkx graph",), "graph of zorgkaart's junctions alone", "networkx"),
    ),
    "Nearest SEH, all addresses": (
        Row("zorgkaart", ("own nearest",), "minutes, metres and which, legs included", "questions"),
        Row("zorgkaart, whole chain", ("own chain",), "two sweeps on two threads, added up", "questions"),
        Row("scipy", ("scipy nearest",), "seconds and which, from the nearest node", "scipy"),
        Row("scipy on junctions", ("scipy junctions",), "on its contraction; no metres, legs or addresses", "scipy"),
        Row("scipy within zorgkaart", ("own by scipy",), "the whole answer, by routing/reference.py", "questions"),
        Row("networkx", ("networkx nearest",), "contracted junctions, seconds only", "networkx"),
        Row("pandana", ("pandana nearest",), "seconds and which", "pandana"),
        Row("pandana on junctions", ("pandana-junctions nearest",), "on zorgkaart's contraction", "pandana-junctions"),
        Row("OSRM", ("osrm nearest",), "table in chunks of 5,000 x 12, seconds", "osrm-table"),
    ),
    "5 nearest of 589 practices, all addresses": (
        Row("zorgkaart", ("own five",), "exact, no radius to guess", "questions"),
        Row("scipy", ("scipy five",), "a search per place, at most 30 min; not which", "scipy"),
        Row("pandana", ("pandana five",), "", "pandana"),
        Row("pandana on junctions", ("pandana-junctions five",), "on zorgkaart's contraction", "pandana-junctions"),
        Row("OSRM", ("osrm five sample",), "extrapolated from 10,000 addresses", "osrm-table", scale=True),
    ),
    "Supply of practices (E2SFCA), all addresses": (
        Row("zorgkaart", ("own shares e2sfca",), "pairs given; the same in any order to the last bit", "supply"),
        Row("zorgkaart, balanced", ("own shares bfca",), "pairs given", "supply"),
        Row("access", ("access shares sample",), "extrapolated from 20,000 addresses", "supply", scale=True),
    ),
    "Choice with waiting, all addresses, 5 nearest places": (
        Row("zorgkaart", ("own fixed point",), "the fixed point to 1e-6, without the sweep", "capacity"),
        Row("zorgkaart, what comes before", ("own choice",), "the sweep, and the order of rows", "capacity"),
        Row("zorgkaart, best division", ("own division",), "travel within 15 min and a linear programme", "capacity"),
    ),
    "One closure, all addresses": (Row("zorgkaart", ("own closure",), "from the three nearest", "questions"),),
    "All 78 sets of one or two of 12 SEHs": (
        Row("zorgkaart", ("own closures",), "the three nearest, then 78 answers on two threads", "questions"),
        Row("scipy", ("scipy closures",), "matrix once, 78 minima", "scipy"),
        Row("pandana", ("pandana closures",), "three nearest; the choices not counted", "pandana"),
        Row("OSRM", ("osrm nearest", "osrm closures"), "table once, 78 minima", "osrm-table"),
    ),
}


def machine() -> str:
    """What the run was made on."""
    model = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    return f"{model}, {os.cpu_count()} cores{memory}, {platform.system()}, Python {platform.python_version()}"


def print_table(results: Results) -> None:
    """The table in the terminal."""
    for line in comparison(results):
        print(line)


def write_report(results: Results, where: str, docs: Path) -> None:
    """Put table, growth and agreement between the marks of ``performance.md``; draw the growth."""
    page = docs / "performance.md"
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    dates = sorted(measurement["date"] for measurement in results.values())
    used: dict[str, list[str]] = {}
    for name, version in sorted(
        {item for measurement in results.values() for item in measurement.get("versions", {}).items()}
    ):
        used.setdefault(name, []).append(version)
    loads = [
        measurement[key] for measurement in results.values() for key in ("load", "load_after") if key in measurement
    ]
    lines = [
        f"Measured from {dates[0]} to {dates[-1]} on {where}; load between {min(loads):.1f} and {max(loads):.1f}.",
        "",
        *comparison(results),
        *growth(results),
        *agreement(results),
        "",
        "Versions: " + ", ".join(f"{name} {' / '.join(used[name])}" for name in sorted(used)) + ".",
    ]
    drawn = draw(results, docs / "performance.png")
    if drawn:
        lines += ["", "![Time against size of the network and against number of sites](performance.png)"]
    page.write_text(before + "\n".join([BEGIN, *lines, END]) + after, encoding="utf-8")


def comparison(results: Results) -> list[str]:
    """A Markdown table of all questions and sides."""
    tasks = _tasks(results)
    lines = ["| question | side | wall s | CPU s | CPU against zorgkaart | peak MB | load | what is counted |"]
    lines.append("|---|---|---:|---:|---:|---:|---:|---|")
    for question, rows in QUESTIONS.items():
        first = None
        for row in rows:
            parts = [tasks[name] for name in row.tasks if name in tasks]
            label = question if row is rows[0] else ""
            if len(parts) < len(row.tasks):
                why = results.get(row.step, {}).get("absent", "not run")
                lines.append(f"| {label} | {row.side} | | | | | | absent: {why} |")
                continue
            factor = parts[0].get("scale", 1.0) if row.scale else 1.0
            wall, cpu = (sum(part[key] for part in parts) * factor for key in ("wall_s", "cpu_s"))
            first = cpu if row is rows[0] else first
            memory = max(part["rss_mb"] for part in parts)
            load = (results[row.step]["load"] + results[row.step].get("load_after", results[row.step]["load"])) / 2
            lines.append(
                f"| {label} | {row.side} | {_seconds(wall)} | {_seconds(cpu)} | {_times(cpu, first)} | {memory:,.0f} "
                f"| {load:.1f} | {row.note} |"
            )
    return lines


def growth(results: Results) -> list[str]:
    """Markdown tables of growth with size, sites and labels."""
    tasks = _tasks(results)
    lines = [
        "",
        "| network | junctions | km | build CPU s | build peak MB | per doubling | sweep CPU s | per doubling |",
    ]
    lines.append("|---|---:|---:|---:|---:|---:|---:|---:|")
    before: tuple[dict[str, Any], dict[str, Any]] | None = None
    for size in SIZES:
        if f"build {size}" not in tasks or f"sweep {size}" not in tasks:
            continue
        build, sweep = tasks[f"build {size}"], tasks[f"sweep {size}"]
        steps = ["", ""]
        if before is not None:
            steps = [f"{_doubling(a, b, before[1], sweep):.2f}" for a, b in zip(before, (build, sweep), strict=True)]
        lines.append(
            f"| {size} | {sweep['nodes']:,} | {sweep['km']:,} | {build['cpu_s']:.1f} | {build['rss_mb']:,.0f} "
            f"| {steps[0]} | {sweep['cpu_s']:.3f} | {steps[1]} |"
        )
        before = build, sweep
    for step, label, key in (
        ("own sites", "practices, nearest one", "sites"),
        ("own labels", "nearest of 589 kept", "k"),
    ):
        rows = [task for task in results.get("sites", {}).get("tasks", []) if task["task"] == step]
        if rows:
            lines += ["", f"| {label} | " + " | ".join(str(row[key]) for row in rows) + " |"]
            lines.append("|---|" + "---:|" * len(rows))
            lines.append("| CPU s | " + " | ".join(_seconds(row["cpu_s"]) for row in rows) + " |")
    return lines


def agreement(results: Results) -> list[str]:
    """Sentences on how the answers agree."""
    tasks = _tasks(results)
    lines = [""]
    if exact := tasks.get("own exact"):
        lines.append(
            f"* Closures: {exact['exact']} of {exact['sets']} sets equal a sweep without those sites, bit for bit."
        )
    if junctions := tasks.get("networkx agreement"):
        lines.append(
            f"* networkx: {junctions['equal']:,} of {junctions['nodes']:,} junctions have exactly the same seconds."
        )
    if pairs := tasks.get("pairs"):
        lines.append(
            f"* OSRM on the same flat speeds: {pairs['within']:.1%} of {pairs['answered']:,} random pairs within 2 %, "
            f"{pairs['within_or_seconds']:.1%} within 2 % or {pairs['seconds']:.0f} s; ratio p5 {pairs['p5']:.3f}, "
            f"median {pairs['median_ratio']:.4f}, p95 {pairs['p95']:.3f}; difference median {pairs['median_s']:.1f} s, "
            f"p99 {pairs['p99_s']:.0f} s."
        )
    return lines


def draw(results: Results, path: Path) -> bool:
    """Two small panels: time against the network's size, and against sites and labels."""
    try:
        import matplotlib
    except ImportError:
        print("no plot: matplotlib is not installed")
        return False
    matplotlib.use("Agg")
    from matplotlib import pyplot

    tasks = _tasks(results)
    sizes = [size for size in SIZES if f"build {size}" in tasks and f"sweep {size}" in tasks]
    nodes = [tasks[f"sweep {size}"]["nodes"] for size in sizes]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(8, 3.2), dpi=100, layout="constrained")
    for name, label, mark in (("build", "build", "o"), ("sweep", "sweep, all roads", "s")):
        seconds = [tasks[f"{name} {size}"]["cpu_s"] for size in sizes]
        left.loglog(nodes, seconds, marker=mark, label=label)
        if sizes:
            left.loglog(nodes, [seconds[0] * n / nodes[0] for n in nodes], "--", color="0.6", linewidth=0.8)
    left.set(xlabel="junctions", ylabel="CPU s", title="Growth with the network (dashed: linear)")
    for task, key, label in (("own sites", "sites", "sites, nearest one"), ("own labels", "k", "k nearest of 589")):
        rows = [row for row in results.get("sites", {}).get("tasks", []) if row["task"] == task]
        right.semilogx([row[key] for row in rows], [row["cpu_s"] for row in rows], marker="o", label=label)
    right.set(xlabel="sites, or k", ylabel="CPU s", title="Growth with sites and with k", ylim=(0, None))
    for panel in (left, right):
        panel.legend(frameon=False, fontsize=8)
        panel.title.set_fontsize(9)
        panel.grid(alpha=0.3)
    figure.savefig(path, metadata={"Software": None})
    return True


def _tasks(results: Results) -> dict[str, dict[str, Any]]:
    return {task["task"]: task for measurement in results.values() for task in measurement["tasks"]}


def _doubling(before: dict[str, Any], now: dict[str, Any], small: dict[str, Any], large: dict[str, Any]) -> float:
    """How many times the CPU seconds for twice the junctions."""
    doublings = log2(large["nodes"] / small["nodes"])
    return float(2 ** (log2(now["cpu_s"] / before["cpu_s"]) / doublings))


def _seconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 0.01 else f"{value:.4f}"


def _times(cpu: float, own: float | None) -> str:
    if own is None:
        return ""
    return f"{cpu / own:,.0f} x" if cpu / own >= 10 else f"{cpu / own:.1f} x"
