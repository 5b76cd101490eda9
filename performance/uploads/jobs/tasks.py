"""The three kinds of work on an upload, and the stages that each leads through."""

from __future__ import annotations

from typing import NamedTuple

from performance.models import Job, Upload
from performance.uploads.refusals import CannotApply

Task = Job.Task


class Stages(NamedTuple):
    """In which a task is asked for, that while it is worked on, and those that it can end in."""

    before: Upload.Stage
    during: Upload.Stage
    ends: tuple[Upload.Stage, ...]


Stage = Upload.Stage

STAGES: dict[str, Stages] = {
    Task.CHECK: Stages(
        Stage.WAITING, Stage.CHECKING, (Stage.MAPPING, Stage.REFUSED, Stage.CHECKED)
    ),
    Task.APPLY: Stages(Stage.CHECKED, Stage.APPLYING, (Stage.APPLIED,)),
    Task.UNDO: Stages(Stage.APPLIED, Stage.UNDOING, (Stage.UNDONE,)),
}


class NotNow(CannotApply):
    """The upload has moved on since the page was shown, or is being worked on."""
