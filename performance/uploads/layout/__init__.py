"""Somebody says which column of a file holds what, where its headings do not."""
