"""One map of any index, measure, rating or indicator, with its table."""
