"""What a row says beside its figure: a comment, or why the figure is not applicable."""

from __future__ import annotations

from performance.cells.findings import Wrong
from performance.uploads.files import Value
from performance.uploads.judging.names import text_of, unread

# As many letters as there is room for when one is typed.
_LONGEST = 2_000


def read_comment(raw: Value) -> str | Wrong:
    """Without the space around it, and with the ends of lines that everybody else has. Blank where there is none."""
    if raw is None:
        return ""
    if problem := unread(raw, "comment", "the comment"):
        return problem
    comment = text_of(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(comment) > _LONGEST:
        message = f"The comment is longer than {_LONGEST:,} letters."
        return Wrong("comment", "long_comment", message, "Shorten it.")
    return comment
