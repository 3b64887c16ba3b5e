"""Files for a GIS: the GeoPackage with its QGIS project, and rasters."""
