"""The columns and the allowed values of the project's own tables, in one place for readers and importers."""

from __future__ import annotations

from zorgkaart.project.defaults import AGES

AREA_TEXT = ("buurtcode", "buurtnaam", "wijkcode", "wijknaam", "gemeentecode", "gemeentenaam", "provincie")
AREA_NUMBERS = (
    "inwoners",
    "inwoners_0_15",
    "inwoners_65plus",
    "huishoudens",
    "stedelijkheid",
    "adressendichtheid_km2",
    "opp_land_ha",
    "cbs_afst_huisarts_km",
)
# The inhabitants from an age on; those from 75 on stand in a table of their own, if a project has one.
AGED = {age: f"inwoners_{age}plus" for age in AGES}
AGE_CLASSES = ("pct_0_15", "pct_15_25", "pct_25_45", "pct_45_65", "pct_65plus")
WIJK_TEXT = ("wijkcode", "wijknaam", "gemeentecode", "gemeentenaam", "provincie")
GEMEENTE_TEXT = ("gemeentecode", "gemeentenaam", "provincie")
GROUP_NUMBERS = ("inwoners", *AGE_CLASSES, "huishoudens")

# The first day on which a site is open, and the first on which it no longer is.
OPENS, CLOSES = "open_van", "open_tot"
FACILITY_COLUMNS = (
    "id",
    "soort",
    "naam",
    "adres",
    "postcode",
    "plaats",
    "gemeente",
    "provincie",
    "land",
    "lat",
    "lon",
    "precisie",
    "volcontinu",
    "openingstijden",
    "status",
    "status_toelichting",
    OPENS,
    CLOSES,
    "bron",
    "peildatum",
    "opmerking",
)
FACILITY_NUMBERS = ("capaciteit_bezoeken_per_jaar",)
# How much a site has to offer, and of what: beds, hours, full-time jobs.
CAPACITY, UNIT = "capaciteit", "eenheid"
SUPPLY_COLUMNS = (CAPACITY, UNIT)
# In descending order of precision; the order decides which of two duplicates is kept.
PRECISIONS = ("adres", "straat", "kaartpunt", "postcode6", "postcode4", "plaats")
CONTINUOUS = ("ja", "nee", "onbekend")
STATUSES = ("open", "gesloten", "twijfel", "kandidaat", "onbekend")
# Sites that do not count, but that a scenario can open.
CANDIDATES = ("gesloten", "kandidaat")
