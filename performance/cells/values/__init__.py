"""Reads the cells of an upload: numbers, states and periods, each by stated rules, and never with an exception."""
