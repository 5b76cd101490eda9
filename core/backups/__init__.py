"""Backups of the whole database: made, encrypted, verified, restored, and copied to another kind of database.

docs/adr/0020-backups-in-an-age-file.md says why they are made as they are.
"""
