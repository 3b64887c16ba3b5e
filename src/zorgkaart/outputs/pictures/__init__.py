"""Static maps and charts, for documents and notebooks."""
