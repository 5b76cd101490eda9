"""A theme as the assessment's spread shows it, part by part."""
