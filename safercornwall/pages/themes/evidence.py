"""The evidence under a theme, with its figures and with the evidence of other themes on the same topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.records.printed import StatedFigure
from performance.rules.wording import show
from priorities.models import Evidence, EvidenceTopic, Theme
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes

# Kinds that stand in place of a unit where the value is words.
KINDS_OF_WORDS = {"qualitative", "trend", "date", "rank"}


@dataclass(frozen=True)
class StatedLine:
    """One figure: what it measures, its value with its unit, and its period, area and qualifier."""

    label: str
    value: str
    about: str


def stated_line(figure: StatedFigure) -> StatedLine:
    facts = (
        figure.period_printed or "period not stated",
        figure.geography,
        f"compared with {figure.comparator}" if figure.comparator else "",
        figure.qualifier,
    )
    return StatedLine(figure.label, with_unit(figure), "; ".join(fact for fact in facts if fact))


def with_unit(figure: StatedFigure) -> str:
    """ "7,300 incidents", "9% increase", "£800,000 per year", "higher than average"."""
    if figure.value is not None:
        return show(figure.value, figure.unit.replace("1 GBP", "£1").replace("GBP", "£"))
    if not figure.unit or figure.unit in KINDS_OF_WORDS:
        return figure.value_printed
    return f"{figure.value_printed} {figure.unit}"


@dataclass(frozen=True)
class SharedTopic:
    """A topic of a statement, with the statements of other themes on it."""

    topic: EvidenceTopic
    other_evidence: list[Evidence]


@dataclass(frozen=True)
class EvidenceEntry:
    evidence: Evidence
    source: str
    figures: list[StatedLine]
    topics: list[SharedTopic]
    record_notes: RecordNotes


def evidence_entries(
    all_evidence: Iterable[Evidence], theme: Theme, notes: NotesShownOnce
) -> list[EvidenceEntry]:
    """The statements of `theme` out of `all_evidence` of the plan. Figures and topics are already fetched."""
    by_topic: dict[int, list[Evidence]] = {}
    for row in all_evidence:
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
        for row in all_evidence
        if row.theme_id == theme.pk
    ]


def source_words(evidence: Evidence) -> str:
    """The source and period of the statement, or that no source is stated."""
    source = evidence.source or "Source not stated"
    return f"{source}, {evidence.period_printed}" if evidence.period_printed else source
