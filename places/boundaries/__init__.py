"""Boundary files of the Office for National Statistics: read, planned against the areas there are, and loaded."""
