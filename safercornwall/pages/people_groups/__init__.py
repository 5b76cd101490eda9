"""The people whom themes and projects are about: the list, and its edit pages."""
