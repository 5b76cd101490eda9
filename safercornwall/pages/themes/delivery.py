"""The projects that a theme lists, under the headings it prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from priorities.models import Theme
from projects.models import ProjectListing, ProjectStatus
from safercornwall.flags.registry import Flag, Severity
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.notes import Noted, NotesOnce


@dataclass(frozen=True)
class ListingEntry:
    """A project as this theme words it. `also_under` are the other themes that list it, with their status."""

    listing: ProjectListing
    also_under: list[ProjectListing]
    hints: list[Flag]
    asides: list[str]
    noted: Noted

    @property
    def is_named_otherwise(self) -> bool:
        """The project's own name is not the wording of this theme."""
        return plain(self.listing.project.name) != plain(self.listing.text)


@dataclass(frozen=True)
class HeadingGroup:
    """Listings under one printed heading, which stands for one status."""

    heading: str
    status: ProjectStatus
    listings: list[ListingEntry]


def plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def heading_groups(
    snapshot: Snapshot, theme: Theme, flags: Iterable[Flag], notes: NotesOnce
) -> list[HeadingGroup]:
    """In printed order: listings are in that order already, and so are their headings."""
    flags_of: dict[int, list[Flag]] = {}
    for flag in flags:
        if flag.record._meta.label == "projects.Project":
            flags_of.setdefault(flag.record.pk, []).append(flag)
    listings = snapshot.listings_by_theme.get(theme.pk, [])
    return [
        HeadingGroup(
            heading,
            ProjectStatus(status),
            [_entry(row, theme, flags_of.get(row.project_id, []), notes) for row in rows],
        )
        for (heading, status), rows in groupby(
            listings, key=lambda row: (row.heading_printed, row.status)
        )
    ]


def _entry(
    listing: ProjectListing, theme: Theme, flags: list[Flag], notes: NotesOnce
) -> ListingEntry:
    """Grave flags are hints with their severity; the mild ones are named in passing."""
    also = [row for row in listing.project.listings.all() if row.theme_id != theme.pk]
    grave = [flag for flag in flags if flag.severity != Severity.LOW]
    mild = dict.fromkeys(flag.title for flag in flags if flag.severity == Severity.LOW)
    return ListingEntry(listing, also, one_of_a_rule(grave), list(mild), notes.about(listing))


def one_of_a_rule(flags: list[Flag]) -> list[Flag]:
    """A project with three unmet dependencies depends on something unmet: once is enough here."""
    return list({flag.title: flag for flag in reversed(flags)}.values())[::-1]
