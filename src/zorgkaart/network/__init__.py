"""Road networks: from an OpenStreetMap file to flat arrays, and points joined to them."""
