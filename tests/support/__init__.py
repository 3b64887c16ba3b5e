"""What tests share: small projects, played services, drivers of other programs, and oracles."""
