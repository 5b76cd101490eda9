"""A project is edited whole, with its parts, and keeps its versions."""

from core.documents.history import keep_history

from .models import Project


def keep_histories() -> None:
    keep_history(
        Project,
        *("listings", "scope_links", "indicator_links"),
        *("funding_lines", "spending", "milestones", "dependencies", "posts", "updates"),
        lasting=["updates"],
    )
