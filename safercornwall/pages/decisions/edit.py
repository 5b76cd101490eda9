"""Decisions are created, edited and archived here."""

from __future__ import annotations

from django import forms

from priorities.models import Decision
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.components.editing.starting import SEVERAL, in_plan, with_theme
from safercornwall.pages.components.plan_in_view import appears_under


class DecisionForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Decision
        fields = (
            *("title", "kind", "asked", "asked_of", "options", "owner", "owner_person"),
            *("due_on", "due_printed", "status", "decided_on", "outcome", "papers"),
            *("themes", "gaps", "note"),
        )
        labels = {
            "title": "What must be decided",
            "kind": "Kind of decision",
            "asked": "What is asked",
            "asked_of": "Who is asked",
            "options": "Options",
            "owner": "Who decides",
            "owner_person": "Person who answers for it",
            "outcome": "What was decided",
            "papers": "What the board had in front of it",
            "due_on": "Due on",
            "due_printed": "When it is due, in words",
            "decided_on": "Decided on",
            "gaps": "Delivery gaps it would close",
        }
        help_texts = {
            "due_on": "For example, 31 March 2012 or 31/3/12.",
            "due_printed": "Only where no exact day is known. For example, before the next round of bids.",
            "decided_on": "Only for a decision that is taken.",
            "asked": "In a sentence or two.",
            "outcome": "",
            "papers": "The papers, or where they are.",
            "themes": "None, if it concerns the plan as a whole.",
            "gaps": SEVERAL,
        }
        widgets = {"status": forms.RadioSelect, "themes": forms.CheckboxSelectMultiple}


EDITOR = Editor(
    noun="decision",
    app="decisions",
    form=DecisionForm,
    at="plans/<slug:plan>/decisions/",
    found_by={"plan": "plan__slug"},
    starts_with=in_plan,
    suggests=with_theme,
    appears_in=appears_under,
    reasons_for=("status",),
)
