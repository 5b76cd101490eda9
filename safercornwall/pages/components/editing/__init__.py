"""Pages on which people edit a document: `Editor` makes them for a noun from its forms."""
