"""Who may upload what."""

from __future__ import annotations

from typing import Any

from performance.models import UploadKind

PERMISSIONS = {
    UploadKind.FIGURES: "performance.add_figure",
    UploadKind.INDEX_SCORES: "places.add_indexscore",
    UploadKind.COMPARATORS: "performance.add_comparator",
}


def may_change(user: Any, kind: str) -> bool:
    """Whether somebody may upload, apply and take back files of a kind."""
    return user.has_perm(PERMISSIONS[UploadKind(kind)])


def kinds_for(user: Any) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in UploadKind if may_change(user, kind)]
