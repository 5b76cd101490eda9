"""Threats are created, edited and archived here, with the wording of each theme."""

from __future__ import annotations

from typing import Any

from django import forms

from priorities.models import Threat, ThreatWording
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm
from safercornwall.pages.components.editing.starting import in_plan, worded_by_theme
from safercornwall.pages.components.plan_in_view import appears_under


class ThreatForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Threat
        fields = (
            *("title", "text", "origin", "origin_is_judgement", "risk_to", "mitigation"),
            *("owner", "owner_person", "likelihood", "impact", "status", "review_on"),
            *("ended_on", "ended_because", "became_theme", "became_gap", "became_decision"),
            "note",
        )
        labels = {
            "text": "What threatens",
            "origin": "Where it comes from",
            "origin_is_judgement": "Where it comes from is our judgement",
            "risk_to": "What it puts at risk",
            "mitigation": "What is done about it",
            "owner_person": "Person who answers for it",
            "review_on": "Look at it again on",
            "ended_on": "Closed or promoted on",
            "ended_because": "Why it was closed or promoted",
            "became_theme": "Theme that it became",
            "became_gap": "Delivery gap that it became",
            "became_decision": "Decision that it became",
        }
        help_texts = {
            "title": "A few words that people will know it by.",
            "origin_is_judgement": "Untick it if the assessment says so itself.",
            "status": "It begins as a signal, is assessed and mitigated; it ends closed, or promoted on a page of its own.",
            "review_on": "For example, 31 March 2012 or 31/3/12.",
            "ended_because": "Needed for a threat that is closed.",
            "became_theme": "A promoted threat says what it became: a theme, a gap or a decision.",
        }
        widgets = {"origin": forms.RadioSelect, "status": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("status") != Threat.Status.PROMOTED:
            # Promoting has a page of its own, which makes what the threat becomes.
            status = self.fields["status"]
            offered = [one for one in status.choices if one[0] != Threat.Status.PROMOTED]  # type: ignore[attr-defined]
            status.choices = offered  # type: ignore[attr-defined]


class ThreatWordingForm(PartForm):
    class Meta(PartForm.Meta):
        model = ThreatWording
        fields = ("theme", "text")
        labels = {"text": "How this theme puts it"}


EDITOR = Editor(
    noun="threat",
    app="threats",
    form=ThreatForm,
    at="plans/<slug:plan>/threats/",
    found_by={"plan": "plan__slug"},
    parts=[
        PartsOf(
            "wordings",
            ThreatWordingForm,
            heading="Themes that state it",
            singular="theme's wording",
            named="Wording under {theme}",
            hint="One record, with each theme's own wording.",
        )
    ],
    starts_with=in_plan,
    suggests=worded_by_theme,
    appears_in=appears_under,
    reasons_for=("status",),
)
