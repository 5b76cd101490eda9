"""Why an action on an upload is refused, in words for the person."""

from __future__ import annotations


class CannotApply(Exception):
    """The upload is not in a state to be applied or taken back."""


class ChangedSincePreview(CannotApply):
    """The figures have changed since the person saw the preview. They must look again."""


class NotNow(CannotApply):
    """The upload has moved on since the page was shown, or is being worked on."""


class OtherThanSeen(NotNow):
    """The upload is another than the page showed: read anew, named anew, compared anew."""
