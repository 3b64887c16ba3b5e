"""Results as files: the map, the GeoPackage, rasters, tables and the report."""
