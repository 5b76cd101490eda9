"""Targets and breaks in a series are edited whole, and keep their versions."""

from core.documents.history import keep_history

from .models import SeriesBreak, Target


def keep_histories() -> None:
    keep_history(Target)
    keep_history(SeriesBreak)
