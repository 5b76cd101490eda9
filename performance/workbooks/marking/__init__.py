"""Marks what is wrong in a copy of an uploaded file. Run as a process of its own: none of it knows Django."""
