"""Tables as CSV, workbook and GeoParquet."""
