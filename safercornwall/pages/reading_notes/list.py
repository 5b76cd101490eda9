"""The list of reading notes by kind, each with the records that come from its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.models import (
    ReadingNote,
)
from safercornwall.lists.reading_notes import ReadingNoteList
from safercornwall.pages.components.list_page import list_context
from safercornwall.pages.components.records_by_line import RecordLines, RecordsByLine


@dataclass(frozen=True)
class NoteEntry:
    note: ReadingNote
    records: list[RecordLines]


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
    """The kinds that have notes, in their own order."""
    entries = [NoteEntry(note, records.from_lines(note.source_lines)) for note in notes]
    groups = [
        NoteGroup(kind, *TITLES[kind], [entry for entry in entries if entry.note.kind == kind])
        for kind in ReadingNote.Kind
    ]
    return [group for group in groups if group.entries]


@require_safe
def reading_note_list(request: HttpRequest, plan: str) -> HttpResponse:
    context = list_context(request, ReadingNoteList)
    groups = note_groups(context["page"].object_list, RecordsByLine(context["plan"]))
    context |= {
        "groups": groups,
        "contents": [(group.title, group.kind.value, len(group.entries)) for group in groups],
        "total": sum(len(group.entries) for group in groups),
    }
    return render(request, "reading_notes/list.html", context)
