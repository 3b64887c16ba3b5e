"""A rich project, and for every key of the project file a change of it that matters and an output in which it shows."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
from shapely import affinity

from support.capacity_samples import crowded, with_capacity
from support.network_samples import VILLAGE
from support.schema import sections
from support.study_samples import HUISARTS, PROJECT, SEH, Site, degrees, metres, write_sample, write_sites
from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.calibration.compute import calibrate
from zorgkaart.analyses.equity.compute import equity
from zorgkaart.analyses.equity.sentences import limits
from zorgkaart.analyses.futures.losses import site_losses
from zorgkaart.analyses.futures.retirement import draw_retirement
from zorgkaart.analyses.quality.quality_page import quality_tables
from zorgkaart.analyses.run.product import run_map
from zorgkaart.analyses.study_product import isochrones_of
from zorgkaart.analyses.supply.compute import SupplyOverview
from zorgkaart.analyses.uncertainty.compute import run_ensemble
from zorgkaart.errors import ZorgkaartError
from zorgkaart.network.store import open_network
from zorgkaart.outputs.meaning.layers import isochrone_table
from zorgkaart.project.model import Project
from zorgkaart.provenance.record import provenance
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.vocabulary import plan
from zorgkaart.study.norm_shares import share_table
from zorgkaart.study.study import Study

NEW, OTHER = degrees(20, 0), degrees(12, 0)
RICH = f"""
[norms.bereik]
kind = "huisarts"
measure = "reis"
limit_min = 10
share = 0.8
per = "gemeente"

[verdict]
newly_outside = 300
over_min = 30
kinds = ["seh"]
source = "Verzonnen"

[supply.huisarts]
method = "e2sfca"
steps = [[5, 1.0], [15, 0.4]]
unit = "praktijken"
classes = [0.5, 1.5, 4]

[visits]
table = "gegevens/bezoeken.csv"

[equity]
table = "gegevens/kenmerken.csv"
rank = "woz"
groups = ["stad"]
labels = {{ woz = "waarde van woningen" }}

[retirement.huisarts]
owners = {{ "30-49" = 3, "50-64" = 6 }}
year = 2023
stops_at = [60, 65, 70]
succession = [0.2, 0.5, 0.8]
below_per_1000 = 4
over_min = 12
source = "Verzonnen"

[uncertainty]
draws = 12

[assumptions.ter_plaatse]
keys = ["norms.*.on_scene_min"]
distribution = "triangular"
low = 2.0
mode = 4.0
high = 9.0
source = "Verzonnen"

[assumptions.uitruk]
keys = ["norms.*.turnout_min"]
distribution = "normal"
mean = 2.0
sd = 0.5
source = "Verzonnen"

[assumptions.grens]
keys = ["norms.seh.limit_min"]
distribution = "choice"
values = [25.0, 29.0]
source = "Verzonnen"

[assumptions.post]
keys = ["sites.ambulance-oost"]
distribution = "chance"
chance = 0.5
source = "Verzonnen"

[calibration]
key = "norms.seh.on_scene_min"
low = 0.0
high = 20.0
targets = ["zonder-west"]

[candidates.seh-nieuw]
kind = "seh"
name = "Ziekenhuis Nieuw"
lat = {NEW[0]}
lon = {NEW[1]}

[scenarios.alles]
title = "Alles tegelijk"
kinds = ["seh"]
close = ["west"]
reopen = ["seh-nieuw"]
open = [{{ kind = "huisarts", name = "Praktijk Nieuw", lat = {OTHER[0]}, lon = {OTHER[1]} }}]
move = [{{ site = "seh-oost", lat = {OTHER[0]}, lon = {OTHER[1]} }}]
hours = [{{ site = "seh-oost", hours = "24/7" }}]
at = "werkdag"
"""
VISITS = "soort,bezoeken_per_jaar,inwoners,jaar,bron\nhuisarts,5000,1000,2023,Verzonnen\n"


FEATURES = "buurtcode,woz,andere,stad,dorp\n"


def write_rich(folder: Path) -> Project:
    path = write_sample(folder, project=PROJECT + RICH)
    (folder / "gegevens" / "bezoeken.csv").write_text(VISITS, encoding="utf-8")
    project = Project.load(path)
    write_features(project, folder / "gegevens" / "kenmerken.csv")
    return project


def write_features(project: Project, path: Path, *, times: int = 1) -> None:
    """Two characteristics that rank the buurten of a project in opposite orders, and two that group them."""
    codes = sorted(gpd.read_file(project.areas.buurten)["buurtcode"])
    rows = [
        f"{code},{200 + times * place},{900 - place},{place % 2 + 1},{'ja' if place > 2 else 'nee'}\n"
        for place, code in enumerate(codes)
    ]
    path.write_text(FEATURES + "".join(rows), encoding="utf-8")


def changed(project: Project, change: Change, folder: Path) -> Project:
    folder.mkdir(exist_ok=True)
    return change(project, folder) if callable(change) else project.with_changes(**change)


def keys() -> list[str]:
    return [f"{name}.{key}".strip(".") for name, names in sections(Project).items() for key in names]


# What a change must show in.


def tables(project: Project) -> str:
    study = Study(project)
    frames = [pd.DataFrame(frame.drop(columns="geometry")) for frame in study.results.values()]
    frames.append(pd.DataFrame(study.facilities.table.drop(columns="geometry")))
    return "\n".join([*(frame.to_json() or "" for frame in frames), *study.remarks])


def asked(project: Project) -> str:
    """Where the norms that ask a share are met."""
    return str(share_table(Study(project)).to_json())


def judged(project: Project) -> str:
    """What the rule on people says of closing every hospital."""
    table = closure_atlas(Study(project), "seh")
    return str(table.filter(["gesloten_id", "inwoners_te_ver", "regel_doorstaan"]).to_json())


def measured_otherwise(project: Project, _: Path) -> Project:
    """The chain of a norm on the hospitals of obstetrics becomes a trip by car."""
    keys = {"measure": "reis", "turnout_min": None, "on_scene_min": None, "stations": ""}
    return without_assumptions(project).with_changes(norms={"acute_verloskunde": keys})


def without_assumptions(project: Project) -> Project:
    """The project, of which no number is drawn."""
    return Project.model_validate({**project.model_dump(), "assumptions": {}, "calibration": None})


def shown(project: Project) -> str:
    html = run_map(Study(project)).get_root().render()
    return re.sub(r"[0-9a-f]{32}", "", html)


def scenario(project: Project) -> str:
    name = next(iter(project.scenarios))
    found = plan(project, [], name=name)
    study = Study(project)
    result = run_scenario(study, found.changes, moment=found.moment, title=found.title)
    sites = pd.DataFrame(result.after.facilities.table.drop(columns="geometry"))
    parts = [result.totals(), result.load(), result.moves(), sites]
    return "\n".join([name, result.title, str(result.after.moment), *(part.to_json() or "" for part in parts)])


def closure(project: Project) -> str:
    return str(run_scenario(Study(project), plan(project, [], name="sluit").changes).load().to_json())


def needed(project: Project) -> str:
    """What residents need of each kind."""
    study = Study(project)
    found = {kind: study.need(kind) for kind in project.kinds}
    return str(
        {kind: (need.per_point.tolist(), need.unit, need.source, need.weights_only) for kind, need in found.items()}
    )


def spread(project: Project) -> str:
    """How evenly the minutes are spread, and what a reader is told of it."""
    result = equity(project)
    return "\n".join([str(result.table.to_json()), *limits(result)])


def beside_sites(project: Project) -> str:
    """Practices beside a number per gemeente."""
    overview = SupplyOverview(Study(project), "huisarts")
    return f"{overview.gemeenten().to_json()} {overview.beside_label}"


def stopping(project: Project) -> str:
    """What draws of owners who stop give, and what each practice means."""
    study = Study(project, k=2)
    found = draw_retirement(study, "huisarts", year=2035)
    losses = site_losses(study, "huisarts", over_min=found.section.over_min)
    parts = [found.totals, found.areas("buurten"), losses]
    return "\n".join(part.to_json() or "" for part in parts)


def drawn(project: Project) -> str:
    ensemble = run_ensemble(project)
    return str(ensemble.totals.to_json()) + str(ensemble.drawn.to_json())


def fitted(project: Project) -> str:
    """With the hospitals that are not always open too: or none is left where one closes, and nothing can be fitted."""
    found = calibrate(project.with_changes(norms={"seh": {"only_24_7": False}}))
    return f"{[number.key for number in found.numbers]} {found.after} {found.figures.to_json()}"


def several(project: Project, _: Path) -> Project:
    """A second number beside the one."""
    keys = [{"key": "norms.seh.turnout_min", "low": 0.0, "high": 1.0}]
    return project.with_changes(calibration={"keys": keys})


def quality(project: Project) -> str:
    return "\n".join(str(table.to_json()) for table in quality_tables(Study(project)).values()) + tables(project)


def origin(project: Project) -> str:
    found = provenance(project, command="", network={})
    return json.dumps({key: value for key, value in found.items() if key != "gemaakt"})


def roads(project: Project) -> str:
    network = open_network(project.network, crs="EPSG:28992")
    return str([network.built_up.tolist(), network.code.tolist(), network.length_m.tolist()])


def surfaces(project: Project) -> str:
    study = Study(project)
    rows = isochrone_table(isochrones_of(study))
    return "\n".join([*map(str, study.surfaces.named()), rows.to_wkt().to_json() or "", str(len(study.grid.x))])


def _or_error(output: Output, project: Project) -> str:
    """An output, or the sentence with which the project is refused."""
    try:
        return output(project)
    except ZorgkaartError as error:
        return str(error)


Output = Callable[[Project], str]
Change = Mapping[str, Any] | Callable[[Project, Path], Project]


def section(name: str, /, **keys: Any) -> dict[str, Any]:
    return {name: keys}


def inside(name: str, part: str, /, **keys: Any) -> dict[str, Any]:
    return {name: {part: keys}}


# Changes that need a file of their own.


def moved_areas(project: Project, folder: Path) -> Project:
    """Areas of which one is named otherwise."""
    frame = gpd.read_file(project.areas.buurten)
    frame["buurtnaam"] = frame["buurtnaam"] + " (nieuw)"
    frame.to_file(folder / "anders.gpkg", layer="buurten")
    return project.with_changes(areas={"buurten": folder / "anders.gpkg"})


def another_layer(project: Project, folder: Path) -> Project:
    for layer, shift in (("buurten", 0.0), ("oud", 1.0)):
        frame = gpd.read_file(project.areas.buurten)
        frame["buurtnaam"] = frame["buurtnaam"] + f" {layer}"
        frame.geometry = [affinity.translate(shape, shift) for shape in frame.geometry]
        frame.to_file(folder / "twee.gpkg", layer=layer)
    return project.with_changes(areas={"buurten": folder / "twee.gpkg", "layer": "oud"})


def one_of_two_layers(section: str, sheet: str) -> Callable[[Project, Path], Project]:
    """Practices or addresses in a file with two layers, the second with fewer rows."""

    def change(project: Project, folder: Path) -> Project:
        kind = section == "kinds"
        frame = gpd.read_file(project.kinds["huisarts"].table if kind else project.residents.addresses[-1], layer=0)
        for layer, rows in (("alle", frame), ("eerste", frame.iloc[:1])):
            rows.to_file(folder / "lagen.gpkg", layer=layer)
        keys = {"table": folder / "lagen.gpkg"} if kind else {"addresses": (folder / "lagen.gpkg",)}
        keys |= {"sheet": sheet}
        return project.with_changes(**{section: {"huisarts": keys} if kind else keys})

    return change


def one_without_place(section: str, **more: Any) -> Callable[[Project, Path], Project]:
    """Sites or addresses of which one row has no place."""

    def change(project: Project, folder: Path) -> Project:
        kind = section == "facilities"
        frame = pd.read_csv(project.kinds["seh"].table if kind else project.residents.addresses[0], dtype=str)
        frame.loc[frame.index[-1], ["lat", "lon"] if kind else ["x", "y"]] = ""
        frame.to_csv(folder / "leeg.csv", index=False)
        if kind:
            project = project.with_changes(kinds={"seh": {"table": folder / "leeg.csv"}})
        else:
            project = project.with_changes(residents={"addresses": (folder / "leeg.csv",)})
        return project.with_changes(**{section: more})

    return change


def own_level(level: str) -> Callable[[Project, Path], Project]:
    def change(project: Project, folder: Path) -> Project:
        frame = getattr(Study(project).areas, level).copy()
        frame["inwoners"] = 1234.0
        frame.to_parquet(folder / f"{level}.parquet")
        return project.with_changes(areas={level: folder / f"{level}.parquet"})

    return change


def with_detours(**settings: float) -> Callable[[Project, Path], Project]:
    """A kind with its shortest kilometres; the buurten are the places, of which Eenrichting has a detour of 12 km."""

    def change(project: Project, _: Path) -> Project:
        kinds = {"huisarts": {"shortest_km": True}}
        return project.with_changes(areas={"plaatsen": None}, kinds=kinds, quality=settings)

    return change


def with_households(**settings: float) -> Callable[[Project, Path], Project]:
    """Two addresses for each household."""

    def change(project: Project, folder: Path) -> Project:
        frame = gpd.read_file(project.areas.buurten)
        counts = np.bincount(Study(project).residents.area, minlength=len(frame))
        frame["huishoudens"] = counts / 2
        frame.to_file(folder / "huishoudens.gpkg", layer="buurten")
        return project.with_changes(areas={"buurten": folder / "huishoudens.gpkg"}, quality=settings)

    return change


def some_ages(project: Project, folder: Path) -> Project:
    """Older inhabitants of the first buurt."""
    code = gpd.read_file(project.areas.buurten)["buurtcode"].min()
    text = f"buurtcode,inwoners_75plus,inwoners_85plus\n{code},3,1\n"
    (folder / "leeftijden.csv").write_text(text, encoding="utf-8")
    return project.with_changes(areas={"ages": folder / "leeftijden.csv"})


AGES_BY_CLASS = "buurtcode,leeftijd_0_49,leeftijd_50_64,leeftijd_65,vrouwen_0_49\n"
USE_BY_AGE = "leeftijdsklasse,gebruik_per_jaar,bron\n0-64,{young},Verzonnen\n65+,9,Verzonnen\n"


def by_class(project: Project, folder: Path) -> Project:
    """Inhabitants by class of age of every buurt of which they are known."""
    frame = gpd.read_file(project.areas.buurten).sort_values("buurtcode")
    rows = [
        f"{code},{people / 2},{people / 2 - old},{old},{people / 4}"
        for code, people, old in zip(frame["buurtcode"], frame["aantal"], frame["inwoners_65plus"], strict=True)
        if not np.isnan(people + old)
    ]
    (folder / "klassen.csv").write_text(AGES_BY_CLASS + "\n".join(rows) + "\n", encoding="utf-8")
    return project.with_changes(areas={"age_classes": folder / "klassen.csv"})


def with_need(young: float = 2, **keys: Any) -> Callable[[Project, Path], Project]:
    """The use of GPs by age, with some keys of its section."""

    def change(project: Project, folder: Path) -> Project:
        (folder / f"gebruik_{young}.csv").write_text(USE_BY_AGE.format(young=young), encoding="utf-8")
        section = {"table": folder / f"gebruik_{young}.csv", "unit": "contacten per jaar", "source": "Verzonnen"}
        return by_class(project, folder).with_changes(need={"huisarts": section | keys})

    return change


def with_future(year: int = 2040, more: int = 0, **keys: Any) -> Callable[[Project, Path], Project]:
    """The project in a year to come, in which everybody is some years older; with some keys of its section."""

    def change(project: Project, folder: Path) -> Project:
        aged = by_class(project, folder)
        assert aged.areas.age_classes is not None
        now = pd.read_csv(aged.areas.age_classes).drop(columns="vrouwen_0_49")
        rows = []
        for when, part in ((2024, 0.0), (2030, 0.2), (2040, 0.4)):
            older = part * now["leeftijd_0_49"] - (more if when > 2024 else 0)
            rows.append(
                now.assign(
                    jaar=when, leeftijd_0_49=now["leeftijd_0_49"] - older, leeftijd_65=now["leeftijd_65"] + older / 2
                )
            )
        table = pd.concat(rows).assign(leeftijd_50_64=lambda frame: frame["leeftijd_50_64"] + 3)
        table.to_csv(folder / f"prognose_{more}.csv", index=False)
        section = {"year": year, "population": folder / f"prognose_{more}.csv", "source": "Verzonnen"}
        return aged.with_changes(futures={"straks": section | keys}, project={"future": "straks"})

    return change


def grown(**keys: Any) -> Callable[[Project, Path], Project]:
    """In a year to come, with the use of GPs by age."""

    def change(project: Project, folder: Path) -> Project:
        return with_future(**keys)(with_need()(project, folder), folder)

    return change


def with_dated_sites(supply: str) -> Callable[[Project, Path], Project]:
    def change(project: Project, folder: Path) -> Project:
        sites = [replace(site, closes="2035-01-01") if site.id == "seh-oost" else site for site in SEH]
        write_sites(folder / "seh.csv", sites)
        dated = project.with_changes(kinds={"seh": {"table": folder / "seh.csv"}})
        return with_future(supply=supply)(dated, folder)

    return change


def in_its_year(project: Project) -> str:
    return tables(project.in_future("straks"))


def other_places(project: Project, folder: Path) -> Project:
    x, y = metres(24, 0)
    (folder / "plaatsen.csv").write_text(f"plaats,gemeente,x,y,adressen\nLint,Beta,{x},{y},9\n", encoding="utf-8")
    return project.with_changes(areas={"plaatsen": folder / "plaatsen.csv"})


def incomplete(project: Project, folder: Path) -> Project:
    """An incomplete list of practices, hospitals known in one province, and places of which the smallest has none."""
    rows = ["plaats,gemeente,x,y,adressen"]
    for name, gemeente, east_km, size in (("Heem", "Alfa", 7, 90), ("Lint", "Beta", 28.5, 80), ("Kom", "Beta", 34, 70)):
        x, y = metres(east_km, 0)
        rows.append(f"{name},{gemeente},{x},{y},{size}")
    (folder / "plaatsen.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    kinds = {"huisarts": {"complete": False}, "seh": {"known_in": ["Groningen"]}}
    return project.with_changes(areas={"plaatsen": folder / "plaatsen.csv"}, kinds=kinds)


def fewer_addresses(project: Project, _: Path) -> Project:
    return project.with_changes(residents={"addresses": project.residents.addresses[:1]})


def a_raster(project: Project, folder: Path) -> Project:
    (x, y), (x_1, _) = metres(2, 0), metres(6, 0)
    cell_m = (x_1 - x) / 2
    with rasterio.open(
        folder / "inwoners.tif",
        "w",
        driver="GTiff",
        width=2,
        height=1,
        count=1,
        dtype="float32",
        crs="EPSG:28992",
        transform=rasterio.transform.from_origin(x, y + cell_m / 2, cell_m, cell_m),
    ) as file:
        file.write(np.array([[30.0, 70.0]], dtype="float32"), 1)
    return project.with_changes(residents={"addresses": (), "raster": folder / "inwoners.tif"})


def with_raster(**keys: Any) -> Callable[[Project, Path], Project]:
    """Residents from a raster, with more keys of their section."""
    return lambda project, folder: a_raster(project, folder).with_changes(residents=keys)


def another_column(name: str, source: str, value: str) -> Callable[[Project, Path], Project]:
    """A column under a name of one's own counts once the project file maps it."""

    def change(project: Project, folder: Path) -> Project:
        if name == "areas":
            frame = gpd.read_file(project.areas.buurten).assign(**{source: value})
            frame.to_file(folder / "eigen.gpkg", layer="buurten")
            columns = {**project.areas.columns, "wijknaam": source}
            return project.with_changes(areas={"buurten": folder / "eigen.gpkg", "columns": columns})
        frame = pd.read_csv(project.kinds["seh"].table).assign(**{source: value})
        frame.to_csv(folder / "seh.csv", index=False)
        columns = {**project.facilities.columns, "plaats": source}
        changed = project.with_changes(kinds={"seh": {"table": folder / "seh.csv"}})
        return changed.with_changes(facilities={"columns": columns})

    return change


def own_names(project: Project, folder: Path) -> Project:
    """Addresses of which the columns have other names: without the mapping they cannot be read."""
    first = pd.read_csv(project.residents.addresses[0]).rename(columns={"x": "rd_x"}).iloc[:3]
    first.to_csv(folder / "adressen.csv", index=False)
    return project.with_changes(residents={"addresses": (folder / "adressen.csv",), "columns": {"x": "rd_x"}})


def other_table(kind: str, *sites: Site) -> Callable[[Project, Path], Project]:
    def change(project: Project, folder: Path) -> Project:
        write_sites(folder / f"{kind}.csv", sites)
        return project.with_changes(kinds={kind: {"table": folder / f"{kind}.csv"}})

    return change


def with_twins(**keys: Any) -> Callable[[Project, Path], Project]:
    """Two rows of one practice 300 m apart, and what is done about them."""

    def change(project: Project, folder: Path) -> Project:
        twin = Site("huisarts-tweede", HUISARTS[0].name, (HUISARTS[0].place[0] + 0.3, 0))
        write_sites(folder / "huisarts.csv", [*HUISARTS, twin])
        return project.with_changes(kinds={"huisarts": {"table": folder / "huisarts.csv"}}, facilities=keys)

    return change


def one_capacity(project: Project, folder: Path) -> Project:
    """The practices of which one has a known capacity."""
    frame = gpd.read_file(project.kinds["huisarts"].table).assign(capaciteit=[3.0, None, None], eenheid="fte")
    frame.to_file(folder / "huisarts.geojson")
    return project.with_changes(kinds={"huisarts": {"table": folder / "huisarts.geojson"}})


def dated_sites(project: Project, folder: Path) -> Project:
    """The sites of which one opened in 2020."""
    sites = [replace(site, opens="2020-01-01") if site.id == "seh-oost" else site for site in SEH]
    write_sites(folder / "seh.csv", sites)
    return project.with_changes(kinds={"seh": {"table": folder / "seh.csv"}})


def village(**keys: Any) -> Callable[[Project, Path], Project]:
    """The roads of a little OSM file."""

    def change(project: Project, folder: Path) -> Project:
        VILLAGE.xml(folder / "dorp.osm")
        middle = np.mean([VILLAGE.place(106), VILLAGE.place(107)], axis=0)
        houses = gpd.GeoSeries(gpd.points_from_xy(*np.tile(middle, (25, 1)).T), crs="EPSG:4326").to_crs("EPSG:28992")
        pd.DataFrame({"x": houses.x.round(), "y": houses.y.round()}).to_parquet(folder / "huizen.parquet")
        given = {"built_up_addresses": (folder / "huizen.parquet",)} if "addresses" in keys else {}
        rest = {key: value for key, value in keys.items() if key != "addresses"}
        return project.with_changes(network={"file": folder / "dorp.osm", **given, **rest})

    return change


def slower(project: Project, folder: Path) -> Project:
    text = project.speeds["auto"].table.read_text(encoding="utf-8").replace("60", "50")
    (folder / "traag.csv").write_text(text, encoding="utf-8")
    return project.with_changes(speeds={"auto": {"table": folder / "traag.csv"}})


def other_features(project: Project, folder: Path) -> Project:
    """The buurten ranked the other way round."""
    write_features(project, folder / "kenmerken.csv", times=-1)
    return project.with_changes(equity={"table": folder / "kenmerken.csv"})


def with_beside(number: int) -> Callable[[Project, Path], Project]:
    """Practices beside so many cars in one of the gemeenten."""

    def change(project: Project, folder: Path) -> Project:
        code = Study(project).areas.gemeenten["gemeentecode"].iloc[0]
        path = folder / f"auto_{number}.csv"
        path.write_text(f"gemeentecode,aantal\n{code},{number}\n", encoding="utf-8")
        return project.with_changes(supply={"huisarts": {"beside": path, "beside_label": "auto's"}})

    return change


def more_visits(project: Project, folder: Path) -> Project:
    (folder / "bezoeken.csv").write_text(VISITS.replace("5000", "9000"), encoding="utf-8")
    return project.with_changes(visits={"table": folder / "bezoeken.csv"})


def less_published(project: Project, folder: Path) -> Project:
    assert project.published is not None
    text = project.published.read_text(encoding="utf-8").replace(",500,", ",400,")
    (folder / "gepubliceerd.csv").write_text(text, encoding="utf-8")
    return Project.model_validate(project.model_dump() | {"published": folder / "gepubliceerd.csv"})


def taken_over(project: Project, folder: Path) -> Project:
    (folder / "mijn.toml").write_text(f'base = "{project.path.as_posix()}"\n', encoding="utf-8")
    return Project.load(folder / "mijn.toml")


def one_scenario(**keys: Any) -> Callable[[Project, Path], Project]:
    def change(project: Project, _: Path) -> Project:
        return project.with_changes(scenarios={"alles": keys})

    return change


FLOWS = "BU00000002,huisarts-heem,70\nBU00000002,huisarts-lint,30\n"
SCENARIO = {"scenarios": {"sluit": {"kinds": ["huisarts"], "close": ["huisarts-heem"]}}}

AGED = section("network", date=datetime.date(2023, 1, 1)) | section("quality", date=datetime.date(2024, 1, 1))

# Per key what changes and where it must show; a third part is what holds on both sides.
CHANGES: dict[str, tuple[Change, Output] | tuple[Change, Output, Change]] = {
    "published": (less_published, fitted),
    "base": (taken_over, origin),
    "project.name": (section("project", name="anders"), origin),
    "project.region": (section("project", region="elders"), origin),
    "project.sources": (section("project", sources=["Andere bron"]), shown),
    "project.title": (section("project", title="Andere titel"), shown),
    "project.output": (section("project", output=Path("elders")), lambda project: str(project.output)),
    "project.crs": (section("project", crs="EPSG:25832"), lambda project: str(_or_error(tables, project))),
    "project.land": (section("project", land="DE"), lambda project: str(_or_error(tables, project))),
    "project.date": (section("project", date=datetime.date(2019, 6, 1)), tables, dated_sites),
    "areas.buurten": (moved_areas, tables),
    "areas.wijken": (own_level("wijken"), tables),
    "areas.gemeenten": (own_level("gemeenten"), tables),
    "areas.layer": (another_layer, tables),
    "areas.columns": (another_column("areas", "mijn_wijk", "Zuid"), tables),
    "areas.provincies": (section("areas", provincies=["Drenthe"]), lambda project: str(_or_error(tables, project))),
    "areas.gemeentenamen": (section("areas", gemeentenamen=["Alfa"]), tables),
    "areas.ages": (some_ages, tables),
    "areas.age_classes": (by_class, tables),
    "areas.plaatsen": (other_places, shown),
    "residents.addresses": (fewer_addresses, tables),
    "residents.raster": (a_raster, tables),
    "residents.totals": (with_raster(totals="areas"), tables, with_raster()),
    "residents.columns": (own_names, tables),
    "residents.sheet": (one_of_two_layers("residents", "eerste"), tables, one_of_two_layers("residents", "alle")),
    "residents.without_place_share": (
        one_without_place("residents", without_place_share=0),
        lambda project: str(_or_error(tables, project)),
        one_without_place("residents"),
    ),
    "residents.unevenness": (section("residents", unevenness=0.6), tables),
    "residents.seed": (section("residents", seed=3), tables, section("residents", unevenness=0.6)),
    "facilities.abroad": (section("facilities", abroad=True), tables),
    "facilities.columns": (another_column("facilities", "mijn_plaats", "Dorp"), tables),
    "facilities.bounds": (
        section("facilities", bounds=(50.7, 53.0, 3.2, 7.3)),
        lambda project: str(_or_error(tables, project)),
    ),
    "facilities.bounds_abroad": (
        section("facilities", bounds_abroad=(47.0, 53.0, -1.0, 16.0)),
        lambda project: str(_or_error(tables, project)),
    ),
    "facilities.without_place_share": (
        one_without_place("facilities", without_place_share=0),
        lambda project: str(_or_error(tables, project)),
        one_without_place("facilities"),
    ),
    "facilities.merge_within_m": (with_twins(merge_within_m=500.0), tables, with_twins()),
    "kinds.table": (other_table("seh", *SEH, Site("seh-midden", "Ziekenhuis Nog Een", (12, 0))), tables),
    "kinds.sheet": (one_of_two_layers("kinds", "eerste"), tables, one_of_two_layers("kinds", "alle")),
    "kinds.label": (inside("kinds", "seh", label="Eerste hulp"), shown),
    "kinds.travel": (inside("kinds", "huisarts", travel=False), tables),
    "kinds.shortest_km": (inside("kinds", "huisarts", shortest_km=True), tables),
    "kinds.classes_min": (inside("kinds", "huisarts", classes_min=[3, 7]), shown),
    "kinds.moments": (inside("kinds", "huisartsenpost", moments=["nacht"]), tables),
    "kinds.note": (inside("kinds", "huisarts", note="Let hierop"), shown),
    "kinds.complete": (inside("kinds", "huisarts", complete=False), quality),
    "kinds.known_in": (inside("kinds", "seh", known_in=["Drenthe"]), quality),
    "norms.label": (inside("norms", "seh", label="Andere norm"), shown),
    "norms.limit_min": (inside("norms", "seh", limit_min=20.0), tables),
    "norms.turnout_min": (inside("norms", "seh", turnout_min=6.0), tables),
    "norms.on_scene_min": (inside("norms", "seh", on_scene_min=9.0), tables),
    "norms.stations": (
        inside("norms", "seh", stations="huisartsenpost", only_24_7=False),
        tables,
        inside("norms", "seh", only_24_7=False),
    ),
    "norms.only_24_7": (inside("norms", "seh", only_24_7=False), tables),
    "norms.classes_min": (inside("norms", "seh", classes_min=[10, 27.75]), shown),
    "norms.flag_share": (inside("norms", "seh", flag_share=0.5), tables),
    "norms.kind": (inside("norms", "bereik", kind="huisartsenpost"), tables),
    "norms.measure": (measured_otherwise, tables),
    "norms.mode": (inside("norms", "bereik", mode="ambulance"), tables),
    "norms.at": (inside("norms", "bereik", at="nacht"), tables),
    "norms.share": (inside("norms", "bereik", share=0.1), asked),
    "norms.per": (inside("norms", "bereik", per="wijk"), asked),
    "norms.source": (inside("norms", "seh", source="Een wet"), origin),
    "verdict.newly_outside": (section("verdict", newly_outside=545), judged),
    "verdict.over_min": (section("verdict", over_min=5.0), judged),
    "verdict.kinds": (section("verdict", kinds=["huisarts"]), judged),
    "verdict.source": (section("verdict", source="Een wet"), origin),
    "supply.method": (inside("supply", "huisarts", method="m2sfca"), tables),
    "supply.catchment_min": (inside("supply", "huisarts", catchment_min=4.0), tables),
    # Who is shared out whole is shared out alike by any weights, where one site is within reach.
    "supply.steps": (
        inside("supply", "huisarts", steps=[[3, 1.0], [15, 0.4]]),
        tables,
        inside("supply", "huisarts", method="e2sfca"),
    ),
    "supply.gaussian_min": (
        inside("supply", "huisarts", gaussian_min=4.0),
        tables,
        inside("supply", "huisarts", steps=[], catchment_min=15.0, method="e2sfca"),
    ),
    "supply.per": (inside("supply", "huisarts", per=500), tables),
    "supply.unit": (inside("supply", "huisarts", unit="artsen"), shown),
    "supply.at": (inside("supply", "huisarts", at="nacht"), tables),
    "supply.mode": (inside("supply", "huisarts", mode="ambulance"), tables),
    "supply.only_known": (inside("supply", "huisarts", only_known=True), tables, one_capacity),
    "supply.classes": (inside("supply", "huisarts", classes=[0.7, 2.5]), shown),
    "supply.beside": (
        with_beside(7),
        beside_sites,
        with_beside(5),
    ),
    "supply.beside_label": (
        inside("supply", "huisarts", beside_label="fietsen"),
        beside_sites,
        with_beside(5),
    ),
    "supply.source": (inside("supply", "huisarts", source="Een onderzoek"), origin),
    "network.file": (village(), roads),
    "network.built_up_addresses": (village(addresses=True), roads, village()),
    "network.built_up_min_addresses": (
        village(addresses=True, built_up_min_addresses=30),
        roads,
        village(addresses=True),
    ),
    "network.built_up_radius_m": (village(addresses=True, built_up_radius_m=2000.0), roads, village(addresses=True)),
    "network.built_up_min_street_m": (village(built_up_min_street_m=100_000.0), roads, village()),
    "network.date": (section("network", date=datetime.date(1999, 1, 1)), quality),
    "speeds.table": (slower, tables),
    "speeds.factor": (inside("speeds", "ambulance", factor=0.5), tables),
    "speeds.maxspeed": (inside("speeds", "auto", maxspeed=False), tables),
    "speeds.adjust": (inside("speeds", "auto", adjust={"primary_inside": 0.5}), tables),
    "access.limit_m": (section("access", limit_m=10.0), tables),
    "access.speed_kmh": (section("access", speed_kmh=1.0), tables),
    "quality.far_road_m": (section("quality", far_road_m=10.0), quality),
    "quality.single_road_inhabitants": (section("quality", single_road_inhabitants=10_000.0), quality),
    "quality.detour_ratio": (with_detours(detour_ratio=4.0), quality, with_detours()),
    "quality.detour_km": (with_detours(detour_km=13.0), quality, with_detours()),
    "quality.addresses_per_household": (
        with_households(addresses_per_household=3.0),
        quality,
        with_households(),
    ),
    "quality.old_years": (section("quality", old_years=0.1), quality, AGED),
    "quality.date": (section("quality", date=datetime.date(2060, 1, 1)), quality, AGED),
    "quality.flag_share": (section("quality", flag_share=1.0), quality),
    "quality.place_share": (section("quality", place_share=0.99), quality, incomplete),
    "quality.place_radius_m": (section("quality", place_radius_m=1.0), quality, incomplete),
    "map.tiles": (section("map", tiles="https://example.org/{z}/{x}/{y}.png"), shown),
    "map.attribution": (section("map", attribution="Iemand"), shown),
    "map.simplify_m": (section("map", simplify_m=0.0), shown, another_layer),
    "rasters.enabled": (section("rasters", enabled=False), surfaces),
    "rasters.cell_m": (section("rasters", cell_m=250.0), surfaces),
    "rasters.isochrones_min": (section("rasters", isochrones_min=[10.0, 20.0]), surfaces),
    "rasters.gaps_m": (section("rasters", gaps_m=3000.0), surfaces),
    "rasters.smooth_m": (section("rasters", smooth_m=0.0), surfaces),
    "rasters.smallest_ha": (section("rasters", smallest_ha=400.0), surfaces),
    "visits.table": (more_visits, closure, SCENARIO),
    "visits.shares": (section("visits", shares=[0.6, 0.4]), closure, SCENARIO),
    "capacity.each": (with_capacity(each=3.0), crowded, with_capacity()),
    "capacity.unit": (with_capacity(unit="artsen"), crowded, with_capacity()),
    "capacity.per_server_per_year": (with_capacity(per_server_per_year=5000.0), crowded, with_capacity()),
    "capacity.service_min": (with_capacity(service_min=20.0), crowded, with_capacity()),
    "capacity.hours_per_year": (
        with_capacity(service_min=None, hours_per_year=900.0),
        crowded,
        with_capacity(service_min=None, hours_per_year=800.0),
    ),
    "capacity.nearest": (with_capacity(nearest=1), crowded, with_capacity()),
    "capacity.decay_per_min": (with_capacity(decay_per_min=0.15), crowded, with_capacity()),
    "capacity.decay_low": (with_capacity(decay_low=0.01), crowded, with_capacity()),
    "capacity.decay_high": (with_capacity(decay_high=0.5), crowded, with_capacity()),
    "capacity.flows": (with_capacity(flows=FLOWS), crowded, with_capacity()),
    "capacity.attraction": (
        with_capacity(capacities=(3.0, 1.5), attraction=1.0),
        crowded,
        with_capacity(capacities=(3.0, 1.5)),
    ),
    "capacity.wait_weight": (with_capacity(wait_weight=4.0), crowded, with_capacity()),
    "capacity.reach_min": (with_capacity(reach_min=4.0), crowded, with_capacity()),
    "capacity.source": (with_capacity(source="Iemand anders"), origin, with_capacity()),
    "need.table": (with_need(young=3), needed, with_need()),
    "need.unit": (with_need(unit="consulten per jaar"), needed, with_need()),
    "need.source": (with_need(source="Iemand anders"), needed, with_need()),
    "need.weights_only": (with_need(weights_only=True), needed, with_need()),
    "equity.table": (other_features, spread),
    "equity.rank": (section("equity", rank="andere"), spread),
    "equity.groups": (section("equity", groups=["dorp"]), spread),
    "equity.labels": (section("equity", labels={"woz": "woningwaarde"}), spread),
    "equity.bounded": (section("equity", bounded="leave_out"), spread),
    "project.future": (section("project", future=None), tables, with_future()),
    "futures.year": (with_future(year=2030), tables, with_future()),
    "futures.population": (with_future(more=2), tables, with_future()),
    "futures.since": (with_future(since=2024), tables, with_future()),
    "futures.supply": (with_dated_sites("dated"), in_its_year, with_dated_sites("now")),
    "futures.growth": (grown(growth={"huisarts": 1.5}), needed, grown()),
    "futures.source": (with_future(source="Iemand anders"), origin, with_future()),
    "retirement.owners": (inside("retirement", "huisarts", owners={"40-64": 9}), stopping),
    "retirement.unknown_age": (inside("retirement", "huisarts", unknown_age=8), stopping),
    "retirement.year": (inside("retirement", "huisarts", year=2000), stopping),
    "retirement.stops_at": (inside("retirement", "huisarts", stops_at=(50, 51, 52)), stopping),
    "retirement.succession": (inside("retirement", "huisarts", succession=(0, 0, 0)), stopping),
    "retirement.below_per_1000": (
        inside("retirement", "huisarts", below_per_1000=9.0),
        stopping,
        inside("supply", "huisarts", catchment_min=60),
    ),
    "retirement.over_min": (inside("retirement", "huisarts", over_min=1.0), stopping),
    "retirement.source": (inside("retirement", "huisarts", source="Iemand anders"), origin),
    "assumptions.keys": (inside("assumptions", "ter_plaatse", keys=["norms.seh.on_scene_min"]), drawn),
    "assumptions.distribution": (inside("assumptions", "ter_plaatse", distribution="uniform", mode=None), drawn),
    "assumptions.low": (inside("assumptions", "ter_plaatse", low=1.0), drawn),
    "assumptions.high": (inside("assumptions", "ter_plaatse", high=12.0), drawn),
    "assumptions.mode": (inside("assumptions", "ter_plaatse", mode=8.0), drawn),
    "assumptions.mean": (inside("assumptions", "uitruk", mean=3.0), drawn),
    "assumptions.sd": (inside("assumptions", "uitruk", sd=0.1), drawn),
    "assumptions.values": (inside("assumptions", "grens", values=[20.0, 40.0]), drawn),
    "assumptions.chance": (inside("assumptions", "post", chance=0.9), drawn),
    "assumptions.relative": (inside("assumptions", "ter_plaatse", relative=True), drawn),
    "assumptions.source": (inside("assumptions", "ter_plaatse", source="Iemand anders"), origin),
    "uncertainty.draws": (section("uncertainty", draws=13), drawn),
    "uncertainty.seed": (section("uncertainty", seed=8), drawn),
    "calibration.key": (section("calibration", key="norms.seh.turnout_min"), fitted),
    "calibration.low": (section("calibration", low=19.0), fitted),
    "calibration.high": (section("calibration", high=0.5), fitted),
    "calibration.keys": (several, fitted),
    "calibration.targets": (section("calibration", targets=["zonder-oost"]), fitted),
    "candidates.kind": (inside("candidates", "seh-nieuw", kind="huisarts"), tables),
    "candidates.name": (inside("candidates", "seh-nieuw", name="Andere naam"), tables),
    "candidates.lat": (inside("candidates", "seh-nieuw", lat=degrees(21, 0.2)[0]), scenario),
    "candidates.lon": (inside("candidates", "seh-nieuw", lon=OTHER[1]), scenario),
    "candidates.hours": (inside("candidates", "seh-nieuw", hours="Sa 08:00-12:00"), scenario),
    "scenarios.title": (one_scenario(title="Iets anders"), scenario),
    "scenarios.kinds": (one_scenario(kinds=["seh", "acute_verloskunde"]), scenario),
    "scenarios.close": (one_scenario(close=[]), scenario),
    "scenarios.reopen": (one_scenario(reopen=[]), scenario),
    "scenarios.open": (one_scenario(open=[]), scenario),
    "scenarios.move": (one_scenario(move=[]), scenario),
    "scenarios.hours": (one_scenario(hours=[]), scenario, one_scenario(at="nacht")),
    "scenarios.at": (one_scenario(at="nacht"), scenario),
}
