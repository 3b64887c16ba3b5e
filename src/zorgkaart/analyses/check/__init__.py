"""Everything that is wrong with the inputs, in one go."""
