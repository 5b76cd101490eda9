"""Flags say what needs attention. Every page and export reads the same catalogue of rules.

To add a flag, add a function under `@group.rule(...)` to the file of its group in `rules/`, and its test.
"""
