"""Whether the bucket for large files answers, where there is one."""

from __future__ import annotations

from core.health.checks import HealthFinding, fail, ok
from core.stored_files import FileNotReached, answers, are_stored


def bucket() -> HealthFinding:
    if not are_stored():
        return ok("Uploaded files are kept in the database.")
    try:
        answers()
    except FileNotReached:
        return fail(
            "The bucket for uploaded files does not answer, or does not let the planner in: no file can be sent in.",
            "See that STORAGE_S3_BUCKET and the other variables name it, with a key that may read, write, list and remove.",
        )
    return ok("The bucket for uploaded files answers.")
