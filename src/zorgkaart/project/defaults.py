"""What a project is taken to be where its file does not say: every country, CRS, kind and column that the code names.

A region elsewhere says otherwise in its project file. Nothing else in the package holds such a name; a test walks the
code for them (``tests/whole/test_no_hidden_constants.py``).
"""

from __future__ import annotations

# The country of a site that names none (``[project] land``), and the one of which CBS publishes areas to fetch.
HOME = "NL"
# What is computed in (``[project] crs``), and what CBS and Kadaster publish in: the Dutch national grid, in metres.
CRS = "EPSG:28992"
# No default, but what a latitude and a longitude are in everywhere.
WGS84 = "EPSG:4326"

# Where ambulances start from (``[norms.NAME] stations``).
STATIONS = "ambulancepost"
# The kind of which a report says what happens out of hours; a project without it is told that it has none.
OUT_OF_HOURS = "huisartsenpost"
# The one kind of which CBS publishes distances per buurt, and the column of [areas] that holds them in km. They are
# compared where a project has both.
GP = "huisarts"
GP_DISTANCE = "cbs_afst_huisarts_km"
