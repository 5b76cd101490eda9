"""Documents: records with their parts, edited whole, merged field by field, with a history of versions."""
