"""What changed since the board last met."""
