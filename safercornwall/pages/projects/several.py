"""What may be done to several projects at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from core.documents.contents import Contents, Shape
from core.documents.merging import Difference
from core.documents.several import Alike
from projects.listings import followed, keys_in_closed_plans
from projects.models import ProjectListing, ProjectStatus
from safercornwall.lists.projects import STATUSES, ProjectList
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.wording import ChangeInWords
from safercornwall.pages.components.several.changes import ValuesAlike
from safercornwall.pages.components.several.pages import Several
from safercornwall.pages.components.several.verbs import (
    AddToTheme,
    ArchiveSeveral,
    HandOver,
    SetStatus,
)

from .edit import EDITOR


@dataclass(frozen=True)
class StatusWithListings(ValuesAlike):
    """Listings that had the project's status take the new one, as with an update; those `closed` stay."""

    closed: set[int] = field(default_factory=set)

    def wanted(self, record: Any, now: Contents) -> Contents:
        wanted = super().wanted(record, now)
        if wanted is now:
            return now
        was, becomes = now.values["status"], self.values["status"]
        listings = followed(now.parts["listings"], of=was, to=becomes, closed=self.closed)
        return replace(wanted, parts={"listings": listings})


class SetProjectStatus(SetStatus):
    def words(
        self, editor: Editor, shape: Shape, found: Iterable[list[Difference]]
    ) -> list[list[ChangeInWords]]:
        """Of a listing, with the theme that lists the project."""
        found = list(found)
        keys = [one.part[1] for changes in found for one in changes if one.part]
        rows = ProjectListing._base_manager.select_related("theme__plan").in_bulk(keys)
        return [
            [_with_its_theme(words, one, rows) for words, one in zip(said, changes, strict=True)]
            for said, changes in zip(super().words(editor, shape, found), found, strict=True)
        ]

    def change(self, model: Any, asked: dict[str, Any]) -> Alike:
        # A project that goes on was closed on no day.
        values = self.values(asked) | {"closed_on": None}
        shape = Shape.of(model, values, {"listings": ("status",)})
        return StatusWithListings(shape, values, "status", keys_in_closed_plans())


def _with_its_theme(words: ChangeInWords, one: Difference, listings: Any) -> ChangeInWords:
    if not one.part:
        return words
    theme = listings[one.part[1]].theme
    return replace(words, what=f"Status under {theme} ({theme.plan.year_label})")


STATUS = SetProjectStatus(
    tuple(status for status in STATUSES if status != ProjectStatus.CLOSED),
    hint="A project is closed on its own page, with what it achieved.",
)
THEME = AddToTheme(
    "listings",
    says=lambda project: {"status": project.status, "text": project.summary or project.name},
    said=("status", "text"),
)
SEVERAL_PROJECTS = Several(
    EDITOR, ProjectList, (HandOver("lead_organisation"), STATUS, THEME, ArchiveSeveral())
)
