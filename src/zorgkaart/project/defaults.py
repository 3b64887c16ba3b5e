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

# Between which degrees (south, north, west, east) sites abroad lie: western Europe ([facilities] bounds_abroad).
BOUNDS_ABROAD = (47.0, 56.0, -1.0, 16.0)
# The background of maps for whoever is online, which covers the Netherlands alone ([map] tiles and attribution).
TILES = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"
ATTRIBUTION = "Kaartgegevens &copy; Kadaster (BRT, PDOK)"

# Where ambulances start from (``[norms.NAME] stations``).
STATIONS = "ambulancepost"
# The kind of which a report says what happens out of hours; a project without it is told that it has none.
OUT_OF_HOURS = "huisartsenpost"

# The modes of a project that names no others: of trips to a site, and of the chain of a norm ([speeds.NAME]).
TRAVEL = "auto"
AMBULANCE = "ambulance"

# Columns that hold a whole place: a shape as text, and latitude and longitude in one cell. Capitals do not matter.
WKT_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "geometrie")
LATLON_COLUMNS = ("latlon", "lat_lon", "lat,lon", "lat, lon", "coordinaten", "coördinaten", "coordinates", "locatie")
# What others call latitude and longitude, and x and y; taken where a table has both of a pair and none of our names.
PAIRS_OF_OTHERS = (
    ("latitude", "longitude"),
    ("lat", "lng"),
    ("lat", "long"),
    ("breedtegraad", "lengtegraad"),
    ("wgs84_lat", "wgs84_lon"),
)
GRIDS_OF_OTHERS = (
    ("rd_x", "rd_y"),
    ("x_rd", "y_rd"),
    ("xcoord", "ycoord"),
    ("x_coord", "y_coord"),
    ("xcoordinaat", "ycoordinaat"),
    ("x_coordinaat", "y_coordinaat"),
    ("x-coordinaat", "y-coordinaat"),
    ("x-coördinaat", "y-coördinaat"),
)

# What the BAG calls living, among the uses of an address (column ``gebruiksdoel``).
LIVED_IN = "woonfunctie"
# From which ages on people are counted apart.
AGES = (65, 75, 85)
