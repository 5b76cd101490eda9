"""Priority areas are created, edited and archived here, with the reasons for each and the figures in those."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator

from priorities.models import PriorityArea, PriorityAreaReason, ReasonFigure
from safercornwall.pages.components.editing import stated_figures
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm
from safercornwall.pages.components.editing.starting import (
    BY_THEME,
    SEVERAL,
    of_live_themes,
    under_theme,
)


class PriorityAreaForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = PriorityArea
        fields = (
            *("name", "area", "parts", "rating", "rank", "is_joint", "rank_note"),
            *("trend", "hotspots", "key_issues", "note"),
        )
        labels = {
            "name": "Name in the table",
            "area": "Place",
            "parts": "Places it comprises",
            "rating": "Rating",
            "is_joint": "It shares this rank with another area",
            "rank_note": "What to know of the rank",
            "key_issues": "Key issues",
        }
        help_texts = {
            "area": "The place that it is about.",
            "parts": f"Only if it is less than the whole place. {SEVERAL}",
            "rank": "1 for the first.",
        }
        widgets = {
            "rating": forms.RadioSelect,
            "rank": forms.TextInput(
                attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}
            ),
        }


class PriorityAreaReasonForm(PartForm):
    class Meta(PartForm.Meta):
        model = PriorityAreaReason
        fields = ("text", "note")
        labels = {"text": "Reason"}


class ReasonChoice(forms.ModelChoiceField):
    """As much of each reason as tells it from the others."""

    def label_from_instance(self, reason: Any) -> str:
        return Truncator(reason.text).chars(90)


class ReasonFigureForm(PartForm):
    class Meta(PartForm.Meta):
        model = ReasonFigure
        fields = ("reason", *stated_figures.FIELDS)
        field_classes = {"reason": ReasonChoice}
        labels = stated_figures.LABELS | {"reason": "Reason that it stands in"}
        help_texts = stated_figures.HINTS
        widgets = stated_figures.WIDGETS

    def clean(self) -> dict[str, Any]:
        return stated_figures.without_contradiction(self, super().clean())

    def offered(self, field: Any, chosen: list[Any]) -> QuerySet:
        """The reasons of this area, as they are saved."""
        reasons = self.whole.parts.get("reasons", ()) if self.whole else ()
        keys = [part.key for part in reasons if not part.is_new]
        return PriorityAreaReason.objects.filter(pk__in=keys)


EDITOR = Editor(
    noun="priority area",
    app="priority_areas",
    form=PriorityAreaForm,
    at="plans/<slug:plan>/themes/<slug:theme>/priority-areas/",
    record_at="<slug:ref>/",
    found_by=BY_THEME,
    parts=[
        PartsOf(
            "reasons",
            PriorityAreaReasonForm,
            heading="Why it is a priority",
            singular="reason",
            hint="The risk factors of its row in the table.",
        ),
        PartsOf(
            "reasons__figures",
            ReasonFigureForm,
            heading="Figures in the reasons",
            singular="figure",
            named=stated_figures.NAMED,
            hint="Who takes a reason out takes its figures out as well.",
            waiting="Save a reason first. Its figures can be added here then.",
        ),
    ],
    may_see=of_live_themes(PriorityArea),
    starts_with=under_theme,
)
