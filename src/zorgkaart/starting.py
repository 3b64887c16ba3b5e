"""Starting a project: a folder with a project file in which every key is explained."""

from __future__ import annotations

from pathlib import Path

from zorgkaart.errors import OutputError
from zorgkaart.outputs.files import atomic_path

TEMPLATE = Path(__file__).parent / "templates" / "zorgkaart.toml"


def init_project(folder: Path) -> Path:
    """Write ``zorgkaart.toml`` into `folder` and make the folder ``gegevens`` for the user's own tables.

    Raises
    ------
    OutputError
        If there is a project file already; it is left as it is.
    """
    path = folder / "zorgkaart.toml"
    if path.exists():
        raise OutputError(f"{path}: exists already and was left as it is. Choose another folder.")
    with atomic_path(path) as temporary:
        temporary.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "gegevens").mkdir(exist_ok=True)
    return path
