"""What a page says of a plan, drawn once and kept until something changes."""
