"""Themes are created, edited and archived here, with what the plan must address under each."""

from __future__ import annotations

from django import forms

from priorities.models import ScopeItem, Theme
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.fields import LinesField
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm
from safercornwall.pages.components.editing.starting import SEVERAL, in_plan


class ThemeForm(DocumentForm):
    area_criteria = LinesField(
        label="How its priority areas are chosen",
        required=False,
        help_text="One measure on each line. For example, trend.",
    )

    class Meta(DocumentForm.Meta):
        model = Theme
        fields = (
            *("name", "kind", "priority_number", "plan_statement", "owner", "owner_person"),
            "risk_level_printed",
            *("strategies", "people_groups", "areas", "indices", "area_criteria", "note"),
        )
        labels = {
            "kind": "Kind of theme",
            "priority_number": "Priority number",
            "plan_statement": "What the plan says",
            "owner_person": "Person who answers for it",
            "risk_level_printed": "Risk level",
            "people_groups": "People it is about",
            "areas": "Places it is about",
            "indices": "Indices that compare its areas",
        }
        help_texts = {
            "priority_number": "Only for a priority. For example, 1.",
            "plan_statement": "The sentence that stands at the top of its page.",
            "strategies": SEVERAL,
            "people_groups": SEVERAL,
            "areas": SEVERAL,
        }
        widgets = {"kind": forms.RadioSelect, "indices": forms.CheckboxSelectMultiple}


class ScopeItemForm(PartForm):
    class Meta(PartForm.Meta):
        model = ScopeItem
        fields = ("text", "note")
        labels = {"text": "What to address"}


EDITOR = Editor(
    noun="theme",
    app="themes",
    form=ThemeForm,
    at="plans/<slug:plan>/themes/",
    found_by={"plan": "plan__slug"},
    parts=[
        PartsOf(
            "scope_items",
            ScopeItemForm,
            heading="What the plan must specifically address",
            singular="item",
        )
    ],
    starts_with=in_plan,
)
