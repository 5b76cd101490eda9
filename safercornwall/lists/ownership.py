"""The list of open records without an owner, late, or long untouched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.text import capfirst

from core.lists.columns import ListColumn, exported, soonest
from core.lists.filters import Choice, Filters, named
from core.lists.tiles import Tile
from priorities.models import Theme
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.owned_records import OwnedRecord, OwnedRecords
from safercornwall.lists.record_kinds import KINDS, may_change_records


class OwnershipProblem(TextChoices):
    """Why a record is listed."""

    NO_OWNER = "no-owner", "No owner"
    LEFT = "left", "Owner has left"
    LATE = "overdue", "Overdue"
    UNTOUCHED = "untouched", "Not touched for a quarter"


class OwnershipRow(NamedTuple):
    """A record, and what is wrong with it."""

    owned: OwnedRecord
    problems: list[OwnershipProblem]


def problems_of(owned: OwnedRecord) -> list[OwnershipProblem]:
    found = {
        OwnershipProblem.NO_OWNER: owned.has_no_owner,
        OwnershipProblem.LEFT: owned.owner_has_left,
        OwnershipProblem.LATE: bool(owned.late),
        OwnershipProblem.UNTOUCHED: owned.is_untouched,
    }
    return [problem for problem, is_so in found.items() if is_so]


class OwnershipFilters(Filters):
    show = Choice("Any of these", OwnershipProblem.choices, label="What is wrong", says="{choice}")
    kind = Choice("All kinds", [(kind.key, kind.nouns.capitalize()) for kind in KINDS])
    theme = Choice("All themes", proper=True)

    def __init__(self, data: Any, *, themes: Iterable[Theme]) -> None:
        super().__init__(data)
        self.offer("theme", named(themes))

    def about(self, records: Iterable[OwnedRecord]) -> list[OwnedRecord]:
        """The records of the chosen kind and theme."""
        kind, theme = self.chosen.get("kind"), self.chosen.get("theme")
        return [
            row
            for row in records
            if kind in (None, row.kind.key)
            and (theme is None or theme in [one.slug for one in row.themes])
        ]

    def tiles(self, listed: Iterable[list[OwnershipProblem]]) -> list[Tile]:
        """How many records have each problem. Each count leads to its list."""
        rows = list(listed)
        kept = {name: value for name, value in self.chosen.items() if name != "show"}
        return [
            Tile(
                str(problem.label),
                sum(problem in row for row in rows),
                f"?{urlencode({'show': problem.value, **kept})}",
            )
            for problem in OwnershipProblem
        ]


class OwnershipList(NounList):
    key = "ownership"
    title = "Ownership"
    noun, nouns = "record", "records"
    needs_a_plan = True
    first_order = "Kind of record"
    columns = (
        ListColumn(
            *("record", "Record", lambda row: row.owned.record),
            sort_key=lambda row: str(row.owned.record),
        ),
        exported("kind", "Kind of record", lambda row: capfirst(row.owned.kind.noun)),
        ListColumn("themes", "Themes", lambda row: row.owned.themes, none="None"),
        ListColumn("owner", "Owner", lambda row: row.owned.organisation, none="No owner"),
        exported("person", "Person", lambda row: row.owned.person),
        ListColumn(
            *("touched", "Last touched", lambda row: row.owned.touched_on),
            sort_key=lambda row: row.owned.touched_on,
            orders=soonest("Last touched"),
            none="Never",
        ),
        ListColumn("wrong", "What is wrong", lambda row: [one.label for one in row.problems]),
        exported("late", "What is overdue", lambda row: [due.words for due in row.owned.late]),
    )

    @classmethod
    def may_be_read_by(cls, user: Any) -> bool:
        return may_change_records(user)

    def filters(self, query: Any) -> OwnershipFilters:
        return OwnershipFilters(query, themes=self.snapshot.themes)

    @property
    def snapshot(self) -> Snapshot:
        return cast(Snapshot, self.reader.snapshot)

    @cached_property
    def looked_at(self) -> list[OwnershipRow]:
        """All records of the chosen kind and theme, what is wrong with them or not."""
        records = self.form.about(OwnedRecords(self.snapshot).all)
        return [OwnershipRow(row, problems_of(row)) for row in records]

    def found(self) -> list[OwnershipRow]:
        show = self.form.chosen.get("show")
        return [row for row in self.looked_at if (show in row.problems if show else row.problems)]
