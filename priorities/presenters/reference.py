"""Strategies, acronyms and reading notes as their lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from priorities.lines import Found, RecordsByLine
from priorities.models import Acronym, ReadingNote


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


@dataclass(frozen=True)
class AcronymEntry:
    acronym: Acronym
    appears_in: list[Found]


def acronym_entries(acronyms: Iterable[Acronym], records: RecordsByLine | None):
    """In the order of a glossary, whatever the capitals."""
    ordered = sorted(acronyms, key=lambda entry: entry.acronym.casefold())
    return [
        AcronymEntry(entry, records.of(entry.source_lines) if records else []) for entry in ordered
    ]
