"""The accessibility analysis (bereikbaarheidsanalyse) of a scenario as a document."""
