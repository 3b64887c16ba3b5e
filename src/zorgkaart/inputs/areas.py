"""Areas: buurten, wijken and gemeenten, validated at the door."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_classes import AgeClasses, read_age_classes, with_older
from zorgkaart.inputs.ages import with_ages
from zorgkaart.inputs.levels import dissolved
from zorgkaart.inputs.located import with_shapes
from zorgkaart.inputs.polygons import checked_polygons
from zorgkaart.inputs.schema import AGE_CLASSES, AREA_NUMBERS, AREA_TEXT, GEMEENTE_TEXT, GROUP_NUMBERS, WIJK_TEXT
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import (
    as_number,
    as_text,
    check_mapping,
    check_used,
    close_to,
    counted,
    listed,
    missing_column,
    renamed,
    rows_named,
)
from zorgkaart.project.defaults import CRS
from zorgkaart.project.region import region_of
from zorgkaart.project.sections import AreasSection

log = logging.getLogger(__name__)

# CBS writes "not published" as one of these in the files it hands out.
CBS_UNKNOWN = -99_990.0
PROVINCE_ALIASES = {"friesland": "Fryslân", "fryslan": "Fryslân"}


@dataclass(frozen=True)
class Areas:
    """Areas in the CRS of the project, each sorted by its code, with a RangeIndex.

    Attributes
    ----------
    buurten : GeoDataFrame
        Columns :data:`AREA_TEXT`, :data:`AREA_NUMBERS` (float64, NaN is "not published") and geometry; and, where the
        project has a table of ages, inhabitants of 75 and of 85 and over.
    wijken, gemeenten : GeoDataFrame
        Their codes and names, :data:`GROUP_NUMBERS` and geometry; no rows where the buurten name none.
    surroundings : GeoDataFrame
        All gemeenten of the file, also those outside the selection: what a map shows around the areas.
    cut_provinces : frozenset of str
        Provinces of which the selection leaves out buurten that the file has.
    age_classes : AgeClasses or None
        Inhabitants by class of age, in the order of the buurten; None where the project has no table of them.
    """

    buurten: GeoDataFrame
    wijken: GeoDataFrame
    gemeenten: GeoDataFrame
    surroundings: GeoDataFrame
    cut_provinces: frozenset[str] = frozenset()
    age_classes: AgeClasses | None = None

    def with_inhabitants(self, inhabitants: NDArray[np.float64]) -> Areas:
        """Return the areas with numbers of inhabitants where none is published.

        Parameters
        ----------
        inhabitants : (buurten,) float64
            Inhabitants per buurt, NaN where unknown. Wijken and gemeenten without a number of their own get the sum of
            what is known of their buurten.
        """
        if not (self.buurten["inwoners"].isna() & ~np.isnan(inhabitants)).any():
            return self
        buurten = self.buurten.assign(inwoners=self.buurten["inwoners"].fillna(pd.Series(inhabitants)))
        groups = {}
        for name, code in (("wijken", "wijkcode"), ("gemeenten", "gemeentecode")):
            group = getattr(self, name)
            total = buurten.groupby(code)["inwoners"].sum(min_count=1).reindex(group[code])
            groups[name] = group.assign(inwoners=group["inwoners"].fillna(pd.Series(total.to_numpy())))
        return replace(self, buurten=buurten, **groups)


@dataclass
class _Reader:
    config: AreasSection
    crs: str
    problems: Problems
    used: set[str]
    present: set[str]

    def level(
        self, path: Path, level: str, code: str, text: Sequence[str], numbers: Sequence[str]
    ) -> GeoDataFrame | None:
        """Read one level into its own columns; None if that is impossible."""
        problems, where = self.problems, path.name
        layer = self.config.layer if level == "buurten" else None
        frame = read_table(path, problems, layer=layer, default_layer=level)
        if frame is None:
            return None
        self.present |= set(map(str, frame.columns))
        frame, here = renamed(frame, self.config.columns, (*text, *numbers))
        self.used |= here
        frame = with_shapes(frame, where, region_of(self.crs), problems)
        if not isinstance(frame, GeoDataFrame):
            problems.add(where, "the table has no geometry", f"Save the {level} as a layer with polygons.")
            return None
        if code not in frame.columns:
            missing_column(where, code, "areas", frame.columns, problems)
            return None
        if frame.empty:
            problems.add(where, "the table has no rows", f"Add the {level}.")
            return None
        geometry = checked_polygons(frame, where, problems, crs=self.crs)
        table = pd.DataFrame(index=frame.index)
        for name in text:
            table[name] = as_text(frame[name]) if name in frame.columns else ""
        table[code.replace("code", "naam")] = table[code.replace("code", "naam")].where(
            table[code.replace("code", "naam")] != "", table[code]
        )
        _check_codes(table[code], where, problems)
        for name in numbers:
            table[name] = _counts(frame, name, where, problems)
        if level == "buurten" and "inwoners" not in frame.columns:
            problems.add(
                where,
                "there is no column 'inwoners', so no number of inhabitants is known",
                'Say columns = { inwoners = "your column" } in [areas], or name a raster in [residents].',
                fatal=False,
            )
        if geometry is None:
            return None
        return GeoDataFrame(table, geometry=geometry, crs=self.crs)


def read_areas(config: AreasSection, problems: Problems, *, crs: str = CRS) -> Areas | None:
    """Read buurten and, where given, wijken and gemeenten; the others are dissolved from the buurten.

    Parameters
    ----------
    crs
        The CRS of the project, projected in metres, that the areas are brought into.

    Returns
    -------
    Areas or None
        None if `problems` got a fatal problem.
    """
    before = len(problems.fatal)
    own = list(dict.fromkeys((*AREA_TEXT, *AREA_NUMBERS, *AGE_CLASSES)))
    check_mapping("areas", config.columns, own, problems)
    reader = _Reader(config, crs, problems, set(), set())
    buurten = reader.level(config.buurten, "buurten", "buurtcode", AREA_TEXT, AREA_NUMBERS)
    given = {
        name: reader.level(path, name, code, text, GROUP_NUMBERS)
        for name, path, code, text in (
            ("wijken", config.wijken, "wijkcode", WIJK_TEXT),
            ("gemeenten", config.gemeenten, "gemeentecode", GEMEENTE_TEXT),
        )
        if path is not None
    }
    if reader.present:
        known = {key: value for key, value in config.columns.items() if key in own}
        check_used("areas", known, reader.used, reader.present, problems)
    everywhere = buurten
    if buurten is not None:
        buurten = _selected(buurten, config, problems)
    if buurten is not None:
        _check_groups(buurten, config.buurten.name, problems)
    if buurten is None or len(problems.fatal) > before:
        return None
    buurten = buurten.sort_values("buurtcode", ignore_index=True)
    if config.ages is not None:
        buurten = with_ages(buurten, config.ages, problems)
    ages = None
    if config.age_classes is not None:
        ages = read_age_classes(config.age_classes, buurten, problems)
        if ages is not None:
            buurten = with_older(buurten, ages, config.age_classes.name, problems)
    wijken = _group(given.get("wijken"), buurten, "wijkcode", WIJK_TEXT, config.wijken, problems)
    gemeenten = _group(given.get("gemeenten"), buurten, "gemeentecode", GEMEENTE_TEXT, config.gemeenten, problems)
    if len(problems.fatal) > before:
        return None
    unknown = int(buurten["inwoners"].isna().sum())
    log.info("%s: %d buurten, of which %d without a number of inhabitants", config.buurten.name, len(buurten), unknown)
    around = given.get("gemeenten")
    assert everywhere is not None
    left_out = everywhere.loc[~everywhere["buurtcode"].isin(buurten["buurtcode"]), "provincie"]
    cut = frozenset(set(left_out) & set(buurten["provincie"])) - {""}
    return Areas(buurten, wijken, gemeenten, gemeenten if around is None else around, cut, ages)


def _check_codes(codes: pd.Series, where: str, problems: Problems) -> None:
    empty = codes == ""
    if empty.any():
        problems.add(where, f"{rows_named(codes.index[empty])}: no {codes.name}", f"Fill in column {codes.name}.")
    twice = codes.duplicated(keep=False) & ~empty
    if twice.any():
        problems.add(
            where,
            f"{rows_named(codes.index[twice])}: the same {codes.name} ({listed(codes[twice].unique())})",
            "Dissolve the parts of an area into one row, or correct the codes.",
        )


def _check_groups(buurten: GeoDataFrame, where: str, problems: Problems) -> None:
    """A buurt without the code that the others have would be missing from the totals without a word."""
    for code in ("wijkcode", "gemeentecode"):
        empty = buurten[code] == ""
        if empty.any() and not empty.all():
            problems.add(
                where,
                f"{rows_named(buurten.index[empty])}: no {code}, while other rows have one",
                f"Fill in column {code}, or leave the column out.",
            )


def _counts(frame: pd.DataFrame, name: str, where: str, problems: Problems) -> pd.Series:
    """Numbers that are not negative; NaN is "not published"."""
    if name not in frame.columns:
        return pd.Series(np.nan, index=frame.index)
    numbers, wrong = as_number(frame[name])
    if wrong.any():
        problems.add(where, f"{rows_named(frame.index[wrong])}: {name} is not a number", "Correct or empty the cells.")
    unknown = numbers <= CBS_UNKNOWN
    if unknown.any():
        problems.add(
            where,
            f"{counted(int(unknown.sum()), 'row')} with CBS's code for 'not published' in {name}; it counts as unknown",
            "Nothing needs to be done.",
            fatal=False,
        )
        numbers = numbers.mask(unknown)
    negative = numbers < 0
    if negative.any():
        problems.add(
            where,
            f"{rows_named(frame.index[negative])}: {name} is negative ({numbers[negative].iloc[0]:g})",
            "Correct it, or leave the cell empty where the number is not known.",
        )
    return numbers


def _selected(buurten: GeoDataFrame, config: AreasSection, problems: Problems) -> GeoDataFrame | None:
    """Keep the provinces and municipalities that the project names."""
    kept = buurten
    for key, column, wanted in (
        ("provincies", "provincie", config.provincies),
        ("gemeentenamen", "gemeentenaam", config.gemeentenamen),
    ):
        if not wanted:
            continue
        present = {name.casefold(): name for name in buurten[column] if name}
        chosen = []
        for name in wanted:
            alias = PROVINCE_ALIASES.get(name.casefold(), name) if key == "provincies" else name
            match = present.get(name.casefold(), present.get(alias.casefold()))
            if match is None:
                problems.add(
                    f"[areas] {key}",
                    f"no buurt of {config.buurten.name} has {column} '{name}'",
                    f"{close_to(name, present.values())}It has: {', '.join(sorted(set(present.values()))) or 'none'}.",
                )
            else:
                chosen.append(match)
        kept = kept[kept[column].isin(chosen)]
    if kept.empty:
        problems.add("[areas]", "provincies and gemeentenamen together leave no buurt", "Correct one of the two.")
        return None
    return kept


def _group(
    given: GeoDataFrame | None,
    buurten: GeoDataFrame,
    code: str,
    text: Sequence[str],
    path: Path | None,
    problems: Problems,
) -> GeoDataFrame:
    """Return the wijken or gemeenten of the buurten: as given, else dissolved from them."""
    wanted = set(buurten[code]) - {""}
    if given is not None and not wanted:
        assert path is not None
        problems.add(
            path.name,
            f"it is not used, as the buurten have no {code}",
            f"Add column {code} to the buurten, or take the layer out of [areas].",
            fatal=False,
        )
    if given is None:
        return dissolved(buurten, code, text, problems)
    absent = sorted(wanted - set(given[code]))
    if absent:
        assert path is not None
        problems.add(
            path.name,
            f"it lacks {counted(len(absent), 'area')} that the buurten name ({code} {listed(absent)})",
            "Use the layer of the same year as the buurten, or leave it out: it is then dissolved from them.",
        )
    return given[given[code].isin(list(wanted))].sort_values(code, ignore_index=True)
