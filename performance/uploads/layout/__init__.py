"""Which column of a file holds what: by its headings, by an earlier file, or by what a person chooses."""
