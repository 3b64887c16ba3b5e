"""What changes when sites close, open, move or get other hours."""
