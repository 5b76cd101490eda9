"""The chart of an indicator."""
