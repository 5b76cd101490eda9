"""Population estimates: read from a table, and recorded as revisions."""
