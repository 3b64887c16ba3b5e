"""The speeds of an ambulance with siren, fitted to minutes between postcode areas of the Utrecht region.

``python -m tools.siren SOURCE_DIR`` fits them; with ``--write`` the package's speed table and the tables of the page on
the method (docs/siren.md) are written too.
"""
