"""What pages of places show: areas as a tree, indices as tables, put into words."""
