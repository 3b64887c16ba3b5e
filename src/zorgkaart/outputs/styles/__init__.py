"""QGIS styles."""
