"""What is delivered under a theme: its scope items and who addresses them, and the projects that it lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from priorities.models import ScopeItem, Theme
from projects.models import Project, ProjectListing, ProjectScopeItem, ProjectStatus
from safercornwall.flags.registry import Flag, Severity
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes


@dataclass(frozen=True)
class AddressingProject:
    """A project that addresses a scope item. `link` says whether this is our judgement, and why."""

    project: Project
    link: ProjectScopeItem
    is_active: bool


@dataclass(frozen=True)
class ScopeEntry:
    item: ScopeItem
    addressed_by: list[AddressingProject]
    record_notes: RecordNotes

    @property
    def is_unaddressed(self) -> bool:
        """No active project addresses it."""
        return not any(row.is_active for row in self.addressed_by)


def scope_entries(snapshot: Snapshot, theme: Theme, notes: NotesShownOnce) -> list[ScopeEntry]:
    links: dict[int, list[AddressingProject]] = {}
    for project in snapshot.projects:
        for link in project.scope_links.all():
            is_active = project in snapshot.active_projects_anywhere
            links.setdefault(link.scope_item_id, []).append(
                AddressingProject(project, link, is_active)
            )
    return [
        ScopeEntry(item, active_first(links.get(item.pk, [])), notes.about(item))
        for item in theme.scope_items.all()
    ]


def active_first(rows: list[AddressingProject]) -> list[AddressingProject]:
    return sorted(rows, key=lambda row: not row.is_active)


@dataclass(frozen=True)
class ListingEntry:
    """A project as this theme words it. `other_listings` are those of other themes."""

    listing: ProjectListing
    other_listings: list[ProjectListing]
    serious_flags: list[Flag]
    minor_titles: list[str]
    record_notes: RecordNotes
    # Those that are not true of every project of the theme.
    own_minor_titles: list[str] = field(default_factory=list)

    @property
    def has_other_name(self) -> bool:
        """The project's name differs from the wording of this theme."""
        return _normalised(self.listing.project.name) != _normalised(self.listing.text)


@dataclass(frozen=True)
class HeadingGroup:
    """Listings under one printed heading, which stands for one status."""

    heading: str
    status: ProjectStatus
    listings: list[ListingEntry]

    @property
    def shared_flags(self) -> list[Flag]:
        """Serious flags of rules that each project of the group falls under, where there are several: said once."""
        if len(self.listings) < 2:
            return []
        first, *rest = (row.serious_flags for row in self.listings)
        return [flag for flag in first if all(_alike(flag, flags) for flags in rest)]

    @property
    def entries(self) -> list[tuple[ListingEntry, list[Flag]]]:
        """Each listing with the serious flags that are not said of all."""
        shared = self.shared_flags
        return [
            (row, [flag for flag in row.serious_flags if not _alike(flag, shared)])
            for row in self.listings
        ]


def _alike(flag: Flag, flags: Iterable[Flag]) -> bool:
    """One of `flags` is of the same rule and as severe."""
    return any((one.title, one.severity) == (flag.title, flag.severity) for one in flags)


def _normalised(words: str) -> str:
    return " ".join(words.split())


def heading_groups(
    snapshot: Snapshot, theme: Theme, flags: Iterable[Flag], notes: NotesShownOnce
) -> list[HeadingGroup]:
    """The listings under their headings. Both keep the printed order."""
    flags_of: dict[int, list[Flag]] = {}
    for flag in flags:
        if flag.record._meta.label == "projects.Project":
            flags_of.setdefault(flag.record.pk, []).append(flag)
    by_heading: dict[tuple[str, str], list[ProjectListing]] = {}
    for row in snapshot.listings_by_theme.get(theme.pk, []):
        by_heading.setdefault((row.heading_printed, row.status), []).append(row)
    groups = [
        HeadingGroup(
            heading,
            ProjectStatus(status),
            [_entry(row, theme, flags_of.get(row.project_id, []), notes) for row in rows],
        )
        for (heading, status), rows in by_heading.items()
    ]
    shared = set(titles_of_all(groups))
    return [replace(group, listings=_apart_from(group.listings, shared)) for group in groups]


def titles_of_all(groups: Iterable[HeadingGroup]) -> list[str]:
    """The titles of minor flags that each project has, where there are several."""
    entries = [entry for group in groups for entry in group.listings]
    if len(entries) < 2:
        return []
    first, *rest = entries
    return [title for title in first.minor_titles if all(title in row.minor_titles for row in rest)]


def said_of_all(groups: Iterable[HeadingGroup], flags: Iterable[Flag]) -> list[str]:
    """ "58 of 58 projects were never costed", where that is true of the whole plan; "16 of 16 projects: no update", where of the theme's own."""
    groups = list(groups)
    number = sum(len(group.listings) for group in groups)
    return [
        *(flag.subject for flag in flags if flag.is_of_all and flag.kind is Project),
        *(f"{number} of {number} projects: {words.lower()}" for words in titles_of_all(groups)),
    ]


def _apart_from(entries: list[ListingEntry], shared: set[str]) -> list[ListingEntry]:
    return [
        replace(row, own_minor_titles=[one for one in row.minor_titles if one not in shared])
        for row in entries
    ]


def _entry(
    listing: ProjectListing, theme: Theme, flags: list[Flag], notes: NotesShownOnce
) -> ListingEntry:
    """Flags of low severity are shown by their titles only."""
    others = [row for row in listing.project.listings.all() if row.theme_id != theme.pk]
    serious = [flag for flag in flags if flag.severity != Severity.LOW]
    minor = dict.fromkeys(flag.title for flag in flags if flag.severity == Severity.LOW)
    return ListingEntry(listing, others, one_of_a_rule(serious), list(minor), notes.about(listing))


def one_of_a_rule(flags: list[Flag]) -> list[Flag]:
    """The first flag of each rule: a project with three unmet dependencies needs only one."""
    return list({flag.title: flag for flag in reversed(flags)}.values())[::-1]
