"""What commands share: options, progress, errors and tables."""
