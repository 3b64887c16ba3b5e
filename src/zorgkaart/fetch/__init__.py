"""Getting data for another region: from the public services, or from an OpenStreetMap file of one's own."""
