"""Importers: from the published files to the project's own tables in ``data/``.

Run as ``python -m tools.importers SOURCE_DIR DATA_DIR``. Each importer logs how many rows went in,
came out and were left out, and the same files give the same bytes at every run.
"""
