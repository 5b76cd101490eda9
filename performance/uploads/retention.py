"""What of uploads goes after its time: the files that came to nothing, with what was found in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.retention import add_rule
from performance.models import Finding, Job, MarkedCopy, StagedRow, Upload, UploadFile

# Nothing of them was ever saved.
CAME_TO_NOTHING = (Upload.Stage.DISCARDED, Upload.Stage.REFUSED)


def add_rules() -> None:
    what = "files that were refused or discarded, with what was found in them"
    add_rule(what, "files", _files)


def _files(before: datetime) -> Iterator[QuerySet[Any]]:
    """The upload itself stays, with who sent it in and when."""
    live = Job.objects.filter(state__in=Job.UNDER_WAY)
    old = Upload.objects.filter(stage__in=CAME_TO_NOTHING, uploaded_at__lt=before)
    for kind in (UploadFile, MarkedCopy, StagedRow, Finding):
        yield kind._default_manager.filter(upload__in=old.exclude(jobs__in=live))
