"""Flags: what needs attention. One list of rules, read by every page and export.

To add a flag, add a file to `rules/` with one function under `@rule(...)`, and its test.
"""
