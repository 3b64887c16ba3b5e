"""Programs for the repository itself; nothing here goes into the wheel."""
