"""Tables on the terminal."""

from __future__ import annotations

from rich import box
from rich.table import Table

SHOWN = 15


TEXT_WIDTH = 24


def text_table(title: str, *texts: str, **others: int | None) -> Table:
    """A table with text columns and, for the others, right-aligned numbers unless their value is None."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in texts:
        table.add_column(heading, min_width=min(TEXT_WIDTH, 100 // (len(texts) + len(others) // 2)))
    for heading, kind in others.items():
        table.add_column(heading, justify="left" if kind is None else "right", no_wrap=kind is not None)
    return table
