"""The modes that people and ambulances travel by: their words, and what the tags of OpenStreetMap mean for each."""
