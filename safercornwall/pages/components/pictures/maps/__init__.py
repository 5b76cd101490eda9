"""Maps of areas and points, without tiles and without a request."""
