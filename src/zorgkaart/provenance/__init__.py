"""What a result was made from, and fingerprints of what came out."""
