"""Indices are created, edited and archived here, with their measures and bands."""

from __future__ import annotations

from places.models import IndexBand, IndexComponent, PlaceIndex
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.fields import NUMBER, LinesField
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm


class IndexForm(DocumentForm):
    interpretation = LinesField(
        label="How to read it", required=False, help_text="One point on each line."
    )

    class Meta(DocumentForm.Meta):
        model = PlaceIndex
        fields = (
            *("name", "source", "period_printed", "description", "top_areas", "other_points"),
            *("interpretation", "chart_note", "total_is_stated", "note"),
        )
        labels = {
            "period_printed": "Period",
            "description": "What it is",
            "top_areas": "Which areas score highest",
            "other_points": "What else is of note",
            "chart_note": "What to know of the chart",
            "total_is_stated": "The source states the total of each area",
        }
        help_texts = {
            "period_printed": "For example, 2010/11.",
            "top_areas": "One sentence.",
            "other_points": "One sentence, before the areas of note.",
            "total_is_stated": "Leave it empty if the totals are worked out here.",
        }


class IndexComponentForm(PartForm):
    class Meta(PartForm.Meta):
        model = IndexComponent
        fields = ("name", "short_name", "weight", "unit", "whole_area_value", "note")
        labels = {
            "short_name": "Name in tables",
            "whole_area_value": "Value for the whole area",
        }
        help_texts = {
            "weight": "How much it counts in the total. 1 for most.",
            "unit": "Of the value for the whole area. For example, per 1,000 people.",
        }
        widgets = dict.fromkeys(("weight", "whole_area_value"), NUMBER)


class IndexBandForm(PartForm):
    class Meta(PartForm.Meta):
        model = IndexBand
        fields = ("label", "shade", "at_least", "top_share", "is_judgement", "note")
        labels = {
            "label": "Name of the band",
            "at_least": "Starts at a score of",
            "top_share": "Or takes the highest share of the areas",
            "is_judgement": "Where it starts is our judgement",
        }
        help_texts = {"top_share": "Between 0 and 1. For example, 0.1 for the highest tenth."}
        widgets = dict.fromkeys(("at_least", "top_share"), NUMBER)


EDITOR = Editor(
    noun="index",
    app="indices",
    form=IndexForm,
    at="indices/",
    parts=[
        PartsOf(
            "components",
            IndexComponentForm,
            heading="What it measures",
            singular="measure",
            hint="The total is the sum of their scores, each times its weight.",
        ),
        PartsOf(
            "bands",
            IndexBandForm,
            heading="Bands of scores",
            singular="band",
            hint="Each starts at a score, or takes a share of the areas.",
        ),
    ],
)
