"""Every closure of a kind, the gravest first."""
