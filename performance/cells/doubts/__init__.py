"""Doubts about figures: values that can be read, and that a person should look at again."""
