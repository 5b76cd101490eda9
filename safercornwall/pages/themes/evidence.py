"""What the evidence under a theme says, its figures in words, and where other themes speak of the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.records.printed import StatedFigure
from performance.rules.wording import show
from priorities.models import Evidence, EvidenceTopic, Theme
from safercornwall.pages.components.notes import Noted, NotesOnce

# In place of a unit where the value is words, which say all there is to say.
KINDS_OF_WORDS = {"qualitative", "trend", "date", "rank"}


@dataclass(frozen=True)
class StatedLine:
    """One figure: what it is of, its value with its unit, and what else is known of it."""

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
        return show(figure.value, in_pounds(figure.unit))
    if not figure.unit or figure.unit in KINDS_OF_WORDS:
        return figure.value_printed
    return f"{figure.value_printed} {figure.unit}"


def in_pounds(unit: str) -> str:
    return unit.replace("1 GBP", "£1").replace("GBP", "£")


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
    every: Iterable[Evidence], theme: Theme, notes: NotesOnce
) -> list[EvidenceEntry]:
    """The statements of `theme` out of `every` statement of the plan, figures and topics fetched."""
    by_topic: dict[int, list[Evidence]] = {}
    for row in every:
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
