"""The list of reading notes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.lists.columns import Link, ListColumn, by_name, exported, in_turn
from core.lists.filters import Choice, Filters, Words
from priorities.models import ReadingNote
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import containing, narrowed


class ReadingNoteFilters(Filters):
    kind = Choice("All kinds", ReadingNote.Kind.choices)
    q = Words()

    def narrow(self, notes: QuerySet[ReadingNote]) -> QuerySet[ReadingNote]:
        notes = narrowed(notes, self.chosen, kind="kind")
        return containing(notes, self.chosen, ["ref", "subject", "text"])


class ReadingNoteList(PlanList):
    key = "reading-notes"
    title = "Reading notes"
    noun, nouns = "note", "notes"
    permission = "priorities.view_readingnote"
    first_order = "As the assessment goes"
    own_look = "By kind"
    is_whole = True
    columns = (
        ListColumn(
            *("ref", "Note", lambda row: Link(row.ref, row.get_absolute_url())),
            by_name("ref"),
        ),
        ListColumn(
            *("kind", "Kind", lambda row: ReadingNote.Kind(row.kind)),
            in_turn("kind", ReadingNote.Kind),
            orders=("Kind, contradictions first", "Kind, doubtful readings first"),
        ),
        ListColumn("subject", "Subject", lambda row: row.subject, by_name("subject")),
        ListColumn("text", "What it says", lambda row: row.text),
        exported("lines", "Lines", lambda row: ", ".join(str(line) for line in row.source_lines)),
    )

    def filters(self, query: Any) -> ReadingNoteFilters:
        return ReadingNoteFilters(query)

    def found(self) -> QuerySet[ReadingNote]:
        return self.form.narrow(self.plan.reading_notes.order_by("order"))
