"""Layers in a PostGIS database: the tables of a GeoPackage, for who works with a server."""
