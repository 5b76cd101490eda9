"""One gap, threat or decision with everything that is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from priorities.models import Decision, DeliveryGap, ReadingNote, Theme, Threat
from priorities.notes_by_line import NotesByLine
from priorities.wordings import WordedAlike
from projects.models import Dependency, Project
from safercornwall.flags.catalogue import flags_about
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.held_up import HeldUp
from safercornwall.pages.components.plan_in_view import read_plan

StatedRecord = DeliveryGap | Threat | Decision


@dataclass(frozen=True)
class RecordPage:
    """What the three kinds of page have in common."""

    record: StatedRecord
    notes: list[ReadingNote]
    flags: list[Flag]
    is_past: bool = False
    themes: list[Theme] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    wordings: list[WordedAlike] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    dependencies: list[Dependency] = field(default_factory=list)
    held_up: HeldUp | None = None

    @property
    def own_wording(self) -> WordedAlike | None:
        """The themes that state it in its own text."""
        return next((group for group in self.wordings if not group.differences), None)

    @property
    def other_wordings(self) -> list[WordedAlike]:
        return [group for group in self.wordings if group.differences]

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        """The sections that the page has, with what each holds."""
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
    """The page of the record of a kind that the plan calls `slug`. Raises Http404."""
    whole = read_plan(request)
    record = kind.objects.filter(plan=whole.plan, slug=slug).first()
    if record is None:
        raise Http404(f"There is no such {kind._meta.verbose_name}.")
    snapshot = whole.about(record)
    page = present(snapshot, NotesByLine(snapshot.plan), flags_about(snapshot, record))
    context = {"plan": snapshot.plan, "as_at": snapshot.as_at, "page": page}
    return render(request, template, context)
