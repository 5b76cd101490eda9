"""Key dates are created, edited and archived here."""

from __future__ import annotations

from django import forms

from priorities.models import KeyDate
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.components.editing.starting import in_plan, with_theme
from safercornwall.pages.components.plan_in_view import appears_under


class KeyDateForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = KeyDate
        fields = (
            *("title", "kind", "date_printed", "starts_on", "ends_on"),
            *("derived", "themes", "note"),
        )
        labels = {
            "title": "What happens",
            "kind": "Kind of date",
            "date_printed": "When, in words",
            "starts_on": "First day",
            "ends_on": "Last day",
            "derived": "What follows from it",
        }
        help_texts = {
            "kind": "For example, deadline, event, change in the law.",
            "date_printed": "As the assessment or the letter puts it. For example, by the end of March 2012.",
            "starts_on": "For a month, its first day. Leave both days empty if the date is not known.",
            "ends_on": "For a single day, the same day again.",
            "derived": "Worked out, and not stated in the assessment.",
            "themes": "None, if it concerns the plan as a whole.",
        }
        widgets = {"themes": forms.CheckboxSelectMultiple}


EDITOR = Editor(
    noun="key date",
    app="key_dates",
    form=KeyDateForm,
    at="plans/<slug:plan>/key-dates/",
    found_by={"plan": "plan__slug"},
    starts_with=in_plan,
    suggests=with_theme,
    appears_in=appears_under,
)
