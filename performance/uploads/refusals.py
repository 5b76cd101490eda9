"""Why something that was asked of an upload is not done, in words for the person who asked."""

from __future__ import annotations


class CannotApply(Exception):
    """The upload is not in a state to be applied or taken back."""


class SeenOtherwise(CannotApply):
    """What the person saw is no longer so; they must look again."""


class NotNow(CannotApply):
    """The upload has moved on since the page was shown, or is being worked on."""
