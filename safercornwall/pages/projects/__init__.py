"""The pages of projects: the list, and one project."""
