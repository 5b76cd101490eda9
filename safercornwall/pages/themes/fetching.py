"""The themes of a plan, and of one of them all that its page shows of itself, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, TextField, When

from core.records.fetching import (
    aside,
    fetch_with_children,
    index_by,
    know_parents,
    read_aside,
    with_children,
)
from priorities.models import (
    Evidence,
    EvidenceFigure,
    EvidenceTopic,
    ExternalInfluence,
    ExternalInfluencePoint,
    PriorityAreaReason,
    ReadingNote,
    ReasonFigure,
    Theme,
)
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.ownership import with_owners

CHILDREN = (
    *("strategies", "people_groups", "areas", "indices"),
    *("key_dates", "performance_statements", "was_threats"),
)
ON_TOPICS = Evidence.topics.through


@dataclass(frozen=True)
class FetchedTheme:
    """`all_evidence` is that of all the plan's themes, because topics link one theme to another.

    `influences` are those of the plan, each with the points that touch the theme.
    """

    theme: Theme
    all_evidence: list[Evidence]
    reasons: list[PriorityAreaReason]
    influences: list[ExternalInfluence]
    notes: list[ReadingNote]


def fetch_theme(snapshot: Snapshot, slug: str) -> FetchedTheme | None:
    """The theme of that slug. The snapshot has the plan's themes from then on."""
    snapshot.themes = fetch_with_children(
        with_owners(snapshot.plan.themes.order_by("order")).annotate(**_asides(slug)),
        *("scope_items", *CHILDREN),
        evidence=Evidence.objects.order_by("order"),
        at_hand=[snapshot.plan],
    )
    theme = next((row for row in snapshot.themes if row.slug == slug), None)
    return None if theme is None else _fetched(snapshot, theme)


def _asides(slug: str) -> dict[str, Case]:
    """What hangs on no relation of a theme, read for the one theme alone."""
    points = ExternalInfluencePoint.objects.filter(themes=OuterRef("pk"))
    reasons = PriorityAreaReason.objects.filter(priority_area__theme=OuterRef("pk"))
    figures = ReasonFigure.objects.filter(reason__priority_area__theme=OuterRef("pk"))
    wanted = {
        "_evidence_figures": EvidenceFigure.objects.filter(evidence__theme=OuterRef("pk")),
        "_topics": EvidenceTopic.objects.filter(plan=OuterRef("plan")),
        "_on_topics": ON_TOPICS.objects.filter(evidence__theme__plan=OuterRef("plan")),
        "_reasons": reasons.order_by("order"),
        "_reason_figures": figures,
        "_influences": ExternalInfluence.objects.filter(plan=OuterRef("plan")).order_by("order"),
        "_points": points.order_by("order"),
        "_notes": ReadingNote.objects.filter(plan=OuterRef("plan")).order_by("order"),
    }
    return {
        name: Case(When(slug=slug, then=aside(rows)), output_field=TextField())
        for name, rows in wanted.items()
    }


def _fetched(snapshot: Snapshot, theme: Any) -> FetchedTheme:
    influences = read_aside(theme._influences, ExternalInfluence)
    notes = read_aside(theme._notes, ReadingNote)
    know_parents([*influences, *notes], [snapshot.plan])
    points = read_aside(theme._points, ExternalInfluencePoint)
    reasons = read_aside(theme._reasons, PriorityAreaReason)
    figures = read_aside(theme._reason_figures, ReasonFigure)
    return FetchedTheme(
        theme=theme,
        all_evidence=_evidence(snapshot.themes, theme),
        reasons=_holding(reasons, "figures", by_key(figures, "reason_id")),
        influences=_holding(influences, "points", by_key(points, "influence_id")),
        notes=notes,
    )


def _evidence(themes: Iterable[Theme], theme: Any) -> list[Evidence]:
    """With the figures of the theme's own, and the topics of all."""
    known = index_by(read_aside(theme._topics, EvidenceTopic))
    topics: dict[int, list[EvidenceTopic]] = defaultdict(list)
    links = read_aside(theme._on_topics)
    for topic in known.values():
        for link in links:
            if link["evidencetopic_id"] == topic.pk:
                topics[link["evidence_id"]].append(topic)
    figures = by_key(read_aside(theme._evidence_figures, EvidenceFigure), "evidence_id")
    rows = [row for one in themes for row in one.evidence.all()]
    return _holding(_holding(rows, "figures", figures), "topics", topics)


def by_key(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _holding(records: Iterable[Any], name: str, rows: dict[int, list[Any]]) -> list[Any]:
    return [with_children(record, name, rows.get(record.pk, [])) for record in records]
