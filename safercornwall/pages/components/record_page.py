"""The page of one gap, threat or decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from priorities.models import Decision, DeliveryGap, ReadingNote, Theme, Threat
from priorities.notes_by_line import NotesByLine
from priorities.wordings import WordedAlike
from projects.deciding import DecideBy
from projects.models import Dependency, Project
from safercornwall.flags.keeping import flags_about
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.comments import comments_of
from safercornwall.pages.components.funding_at_risk import FundingAtRisk
from safercornwall.pages.components.ownership import ownership_of
from safercornwall.pages.components.plan_in_view import read_plan

StatedRecord = DeliveryGap | Threat | Decision


@dataclass(frozen=True)
class RecordPage:
    """The facts that the three kinds of page share."""

    record: StatedRecord
    notes: list[ReadingNote]
    flags: list[Flag]
    is_past: bool = False
    themes: list[Theme] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    wordings: list[WordedAlike] = field(default_factory=list)
    decisions: list[tuple[Decision, DecideBy | None]] = field(default_factory=list)
    dependencies: list[tuple[Dependency, bool]] = field(default_factory=list)
    decide_by: DecideBy | None = None
    funding_at_risk: FundingAtRisk | None = None
    size: list[tuple[str, str]] = field(default_factory=list)
    was_threats: list[Threat] = field(default_factory=list)
    became: Model | None = None
    status: str = ""
    """On the day of the view, in words."""

    @property
    def became_noun(self) -> str:
        return str(self.became._meta.verbose_name) if self.became else ""

    @property
    def own_wording(self) -> WordedAlike | None:
        """The themes that state the record in its own text."""
        return next((group for group in self.wordings if not group.differences), None)

    @property
    def other_wordings(self) -> list[WordedAlike]:
        return [group for group in self.wordings if group.differences]

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        """The sections of the page, each with the number of its entries."""
        sections = [
            ("What it holds up", "holds-up", len(self.dependencies)),
            ("What needs attention", "attention", len(self.flags)),
            ("Also worded", "wordings", len(self.other_wordings)),
            ("Projects", "projects", len(self.projects)),
            ("Decisions", "decisions", len(self.decisions)),
        ]
        return [section for section in sections if section[2]]


def show(
    request: HttpRequest,
    kind: type[StatedRecord],
    slug: str,
    present: Callable[[Snapshot, NotesByLine, list[Flag]], RecordPage],
    template: str,
) -> HttpResponse:
    """The page of a record, by its kind and its slug in the plan. Raises Http404."""
    plan_snapshot = read_plan(request)
    record = kind.objects.filter(plan=plan_snapshot.plan, slug=slug).first()
    if record is None:
        raise Http404(f"There is no such {kind._meta.verbose_name}.")
    snapshot = plan_snapshot.about(record)
    page = present(snapshot, NotesByLine(snapshot.plan), flags_about(snapshot, record))
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "page": page,
        "ownership": ownership_of(request.user, record),
        "comments": comments_of(request.user, record),
    }
    return render(request, template, context)
