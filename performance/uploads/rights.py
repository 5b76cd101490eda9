"""Who may upload, see, apply and undo files of figures."""

from __future__ import annotations

from typing import Any

from performance.models import Upload, UploadKind

PERMISSIONS = {
    UploadKind.FIGURES: "performance.add_figure",
    UploadKind.INDEX_SCORES: "places.add_indexscore",
    UploadKind.COMPARATORS: "performance.add_comparator",
}


def may_change(user: Any, kind: str) -> bool:
    """Whether a person may upload, apply and undo files of a kind."""
    return user.has_perm(PERMISSIONS[UploadKind(kind)])


def may_see_file(user: Any, upload: Upload) -> bool:
    """Whether a person may download the file or its marked copy. It may hold more than was intended."""
    return may_change(user, upload.kind)


def may_see_rows(user: Any, upload: Upload) -> bool:
    """Whether a person may read its cells and findings."""
    return upload.is_evidence or may_change(user, upload.kind)


def kinds_for(user: Any) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in UploadKind if may_change(user, kind)]
