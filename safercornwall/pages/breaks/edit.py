"""Breaks in the series of an indicator are entered, changed and archived here. Who changes what is compared says why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from performance.models import Figure, Indicator, SeriesBreak
from performance.standings.breaks import parted_words
from priorities.clocks import readable_plans
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.components.indicator_in_view import find_indicator


class SeriesBreakForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = SeriesBreak
        fields = ("starts_on", "what_changed")
        labels = {"starts_on": "First day", "what_changed": "What changed"}
        help_texts = {
            "starts_on": "The first day that is counted in the new way. For example, 1 April 2011.",
            "what_changed": "The counting rule, the boundary or the source, and how.",
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if (day := said.get("starts_on")) and "starts_on" not in self.errors:
            for message in self._another(day):
                self.add_error("starts_on", message)
        return said

    def _another(self, day: date) -> Iterable[str]:
        there = SeriesBreak.objects.filter(indicator=self.record.indicator, starts_on=day)
        if there.exclude(pk=self.record.pk).exists():
            yield "The series breaks on this day already"


def _may_see(request: HttpRequest) -> QuerySet:
    """With those that are archived."""
    known = Indicator.objects.known_under(readable_plans(request.user))
    breaks = SeriesBreak.with_archived.filter(indicator__in=known.order_by().values("pk"))
    return breaks.select_related("indicator__area")


def _of_indicator(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Raises Http404."""
    return {"indicator": find_indicator(request, slug)}


def _meaning(request: HttpRequest, cut: SeriesBreak) -> str:
    """What is no longer compared, of the figures and targets of the indicator's own place."""
    own = {"indicator": cut.indicator_id, "area": cut.indicator.area_id}
    figures = Figure.objects.latest_revisions().filter(**own)
    targets = cut.indicator.targets.filter(area=cut.indicator.area_id)
    return parted_words(
        cut.starts_on, periods=[row.period for row in figures], targets=list(targets)
    )


def _address(cut: SeriesBreak) -> str:
    return f"{cut.indicator.get_absolute_url()}#breaks"


EDITOR = Editor(
    noun="break in the series",
    app="breaks",
    form=SeriesBreakForm,
    at="indicators/<slug:slug>/breaks/",
    record_at="<int:pk>/",
    found_by={"slug": "indicator__slug"},
    may_see=_may_see,
    starts_with=_of_indicator,
    after=_address,
    reasons_for=("starts_on",),
    reason_when="its day changes",
    under="indicator",
    means=_meaning,
)
