"""Who owns what, what is out of date, and the click that confirms a record."""
