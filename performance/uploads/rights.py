"""Who may upload, see, apply and undo files of figures.

A file is applied whole: of a person who is limited to organisations, every indicator in it has to be theirs.
"""

from __future__ import annotations

from typing import Any

from accounts.backends import has_by_role, limits_of
from accounts.limits import is_theirs
from performance.models import Indicator, Upload, UploadKind

PERMISSIONS = {
    UploadKind.FIGURES: "performance.add_figure",
    UploadKind.INDEX_SCORES: "places.add_indexscore",
    UploadKind.COMPARATORS: "performance.add_comparator",
}
MOST_NAMED = 3


def may_change(user: Any, kind: str) -> bool:
    """Whether a person may upload, apply and undo files of a kind."""
    return user.has_perm(PERMISSIONS[UploadKind(kind)])


def may_see_file(user: Any, upload: Upload) -> bool:
    """Whether a person may download the file or its marked copy. It may hold more than was intended."""
    return _has_the_role(user, upload)


def may_see_rows(user: Any, upload: Upload) -> bool:
    """Whether a person may read its cells and findings."""
    return upload.is_evidence or _has_the_role(user, upload)


def _has_the_role(user: Any, upload: Upload) -> bool:
    """Whether or not the person is limited to organisations: they read all that their role reads."""
    return has_by_role(user, PERMISSIONS[UploadKind(upload.kind)])


def kinds_for(user: Any) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in UploadKind if may_change(user, kind)]


def may_work_on(user: Any, upload: Upload) -> bool:
    """Whether a limited person may have a file read otherwise, accept its warnings, or discard it."""
    return (
        not limits_of(user) or upload.uploaded_by_id == user.pk or not why_kept_from(user, upload)
    )


def why_kept_from(user: Any, upload: Upload) -> str:
    """Why a limited person may neither apply a file nor take it back, in a sentence; empty where they may."""
    if not limits_of(user):
        return ""
    rows = upload.rows.exclude(subject=None).order_by()
    keys = {key for key in rows.values_list("subject", flat=True).distinct() if key is not None}
    if not keys:
        return "It has no figure that is yours."
    found = Indicator._base_manager.filter(pk__in=keys).order_by("name")
    others = [str(one) for one in found if not is_theirs(user, one)]
    if not others:
        return ""
    named = "; ".join(others[:MOST_NAMED])
    rest = len(others) - MOST_NAMED
    more = f"; and {rest} more" if rest > 0 else ""
    return (
        f"It has figures that belong to others ({named}{more}), and is applied whole or not at all. "
        "Upload a file with yours alone, or ask somebody who is not limited to organisations."
    )
