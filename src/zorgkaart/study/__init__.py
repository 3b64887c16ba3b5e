"""The results of a project, each stage computed once."""
