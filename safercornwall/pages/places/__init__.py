"""The pages of places: the tree of all places, and one place."""
