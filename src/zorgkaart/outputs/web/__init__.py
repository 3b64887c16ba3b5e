"""The map as one HTML file."""
