"""Delivery gaps are created, edited and archived here, with the wording of each theme."""

from __future__ import annotations

from django import forms

from priorities.models import DeliveryGap, DeliveryGapWording
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm
from safercornwall.pages.components.editing.starting import in_plan, worded_by_theme
from safercornwall.pages.components.plan_in_view import appears_under


class GapForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = DeliveryGap
        fields = (
            *("title", "text", "kind", "action_required", "owner", "owner_person", "due_on"),
            *("status", "closed_on", "areas", "people_affected", "money_affected"),
            *("size_source", "note"),
        )
        labels = {
            "title": "Title",
            "text": "What is missing",
            "action_required": "Action required",
            "due_on": "Due on",
            "closed_on": "Closed on",
            "areas": "Places",
            "owner": "Organisation or post that owns it",
            "owner_person": "Person who answers for it",
            "people_affected": "How many people it affects",
            "money_affected": "How much money it affects, in pounds",
            "size_source": "Where these numbers come from",
        }
        help_texts = {
            "size_source": "",
            "title": "A few words that people will know it by.",
            "due_on": "For example, 31 March 2012 or 31/3/12.",
            "closed_on": "Only for a gap that is closed.",
            "kind": "For example, capacity, funding, information.",
        }
        widgets = {"status": forms.RadioSelect}


class GapWordingForm(PartForm):
    class Meta(PartForm.Meta):
        model = DeliveryGapWording
        fields = ("theme", "text")
        labels = {"text": "How this theme puts it"}


PARTS = (
    PartsOf(
        "wordings",
        GapWordingForm,
        heading="Themes that state it",
        singular="theme's wording",
        named="Wording under {theme}",
        hint="One record, with each theme's own wording.",
    ),
)
EDITOR = Editor(
    noun="delivery gap",
    app="gaps",
    form=GapForm,
    at="plans/<slug:plan>/gaps/",
    found_by={"plan": "plan__slug"},
    parts=PARTS,
    starts_with=in_plan,
    suggests=worded_by_theme,
    appears_in=appears_under,
    reasons_for=("status",),
)
