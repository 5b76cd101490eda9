"""What the evidence under a theme says, and where other themes speak of the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from priorities.models import Evidence, EvidenceTopic, Theme
from priorities.presenters.notes import Noted, NotesOnce
from safercornwall.dashboards.presenters.theme.stated import StatedLine, stated_line


@dataclass(frozen=True)
class SharedTopic:
    """A topic of a statement, with the statements of other themes on it."""

    topic: EvidenceTopic
    elsewhere: list[Evidence]


@dataclass(frozen=True)
class EvidenceEntry:
    evidence: Evidence
    source: str
    figures: list[StatedLine]
    topics: list[SharedTopic]
    noted: Noted


def evidence_entries(
    every: Iterable[Evidence], theme: Theme, theme_by_id: dict[int, Theme], notes: NotesOnce
) -> list[EvidenceEntry]:
    """The statements of `theme` out of `every` statement of the plan, figures and topics fetched."""
    by_topic: dict[int, list[Evidence]] = {}
    for row in every:
        row.theme = theme_by_id[row.theme_id]
        for topic in row.topics.all():
            by_topic.setdefault(topic.pk, []).append(row)
    return [
        EvidenceEntry(
            row,
            source_words(row),
            [stated_line(figure) for figure in row.figures.all()],
            [
                SharedTopic(topic, [other for other in by_topic[topic.pk] if other.theme != theme])
                for topic in row.topics.all()
            ],
            notes.about(row),
        )
        for row in every
        if row.theme_id == theme.pk
    ]


def source_words(evidence: Evidence) -> str:
    """Where the statement says that it comes from, and of when; "source not stated" is said, not left out."""
    source = evidence.source or "Source not stated"
    return f"{source}, {evidence.period_printed}" if evidence.period_printed else source
