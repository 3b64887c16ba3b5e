"""From travel times to care: the chain, the norms, the moment, the indicators per area."""
