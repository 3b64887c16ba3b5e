"""Where the tests find the repository, its data, and the folder beside it that only some machines have."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
DEFAULT_PROJECT = ROOT / "projects" / "groningen.toml"
SHARED = ROOT.parent / "shared"
TESTS = ROOT / "tests"
SCRIPTS = Path(__file__).parent
LIECHTENSTEIN = SHARED / "data" / "network" / "liechtenstein-20150727.osm.pbf"
