"""What a run could not see: remarks per area, doubtful sites, old and incomplete data, and the border."""
