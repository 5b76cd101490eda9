"""What stops a backup or a restore, in the words of whoever runs it."""


class BackupProblem(Exception):
    """A sentence that says what is wrong and what to do about it."""
