"""Several records of a list changed at a time: chosen, asked about, previewed, changed."""
