"""Inhabitants of 75 and of 85 and over per buurt: a table beside the areas, as no statistics of buurten have them."""

from __future__ import annotations

from pathlib import Path

from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.beside import check_order, people_of
from zorgkaart.inputs.schema import AGED
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import renamed

COLUMNS = tuple(name for age, name in AGED.items() if age > 65)


def with_ages(buurten: GeoDataFrame, path: Path, problems: Problems) -> GeoDataFrame:
    """Put the older inhabitants of a table beside the buurten.

    Parameters
    ----------
    buurten : GeoDataFrame
        ``buurtcode`` and ``inwoners_65plus`` of each.
    path : Path
        A table with ``buurtcode`` and one or both of ``inwoners_75plus`` and ``inwoners_85plus``; an empty cell is not
        known. It may have more buurten than these.
    problems : Problems
        Gets what is wrong, and how many buurten the table lacks.

    Returns
    -------
    GeoDataFrame
        The buurten with the columns that the table has, float64, NaN where unknown; without, if `problems` got a fatal
        problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return buurten
    frame = renamed(frame, {}, ("buurtcode", *COLUMNS))[0]
    present = [name for name in COLUMNS if name in frame]
    if "buurtcode" not in frame or not present:
        names = ", ".join(map(str, frame.columns))
        problems.add(
            path.name,
            f"a table of ages needs buurtcode and {' or '.join(COLUMNS)}; it has {names}",
            "Rename the columns.",
        )
        return buurten
    beside = people_of(frame, present, buurten, path.name, problems)
    if beside is None:
        return buurten
    result = buurten.assign(**{name: beside[name].to_numpy() for name in present})
    check_order(result, ["inwoners_65plus", *present], path.name, problems)
    return result
