"""The project file: its sections, how it is read and how one is begun."""
