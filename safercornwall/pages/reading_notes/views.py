"""The list of reading notes by kind, each with the records that stand on its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.filters import Choice, Filters, Words
from priorities.clocks import clocks_of
from priorities.models import (
    ReadingNote,
)
from safercornwall.pages.components.plan_filters import containing, narrowed
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.records_by_line import Found, RecordsByLine


class ReadingNoteFilters(Filters):
    kind = Choice("All kinds", ReadingNote.Kind.choices)
    q = Words()

    def narrow(self, notes: QuerySet[ReadingNote]) -> QuerySet[ReadingNote]:
        notes = narrowed(notes, self.chosen, kind="kind")
        return containing(notes, self.chosen, ["ref", "subject", "text"])


@dataclass(frozen=True)
class NoteEntry:
    note: ReadingNote
    stands_on: list[Found]


@dataclass(frozen=True)
class NoteGroup:
    """The notes of one kind."""

    kind: ReadingNote.Kind
    title: str
    explains: str
    entries: list[NoteEntry]


TITLES = {
    ReadingNote.Kind.INCONSISTENCY: (
        "Contradictions",
        "Where the assessment says two things that cannot both be so, or prints something that is plainly wrong.",
    ),
    ReadingNote.Kind.MISSING: (
        "Vague or missing",
        "What the assessment leaves out or leaves open: a figure, a target, an owner, a date.",
    ),
    ReadingNote.Kind.READING: (
        "Doubtful readings",
        "Where its words or tables reached us damaged and could be read otherwise, and why we read them as we do.",
    ),
}


def note_groups(notes: Iterable[ReadingNote], records: RecordsByLine) -> list[NoteGroup]:
    """The kinds that have notes, in the order of the choices."""
    entries = [NoteEntry(note, records.of(note.source_lines)) for note in notes]
    groups = [
        NoteGroup(kind, *TITLES[kind], [entry for entry in entries if entry.note.kind == kind])
        for kind in ReadingNote.Kind
    ]
    return [group for group in groups if group.entries]


@permission_required("priorities.view_readingnote", raise_exception=True)
@require_safe
def reading_note_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    form = ReadingNoteFilters(request.GET)
    notes = form.narrow(found.reading_notes.order_by("order"))
    groups = note_groups(notes, RecordsByLine(found))
    context = {
        "plan": found,
        "as_at": clocks_of(found).as_at,
        "form": form,
        "groups": groups,
        "contents": [(group.title, group.kind.value, len(group.entries)) for group in groups],
        "total": sum(len(group.entries) for group in groups),
    }
    return render(request, "reading_notes/list.html", context)
