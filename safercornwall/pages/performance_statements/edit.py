"""Statements of a theme's performance are created, edited and archived here."""

from __future__ import annotations

from django import forms

from priorities.models import PerformanceStatement
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.components.editing.starting import BY_THEME, of_live_themes, under_theme


class PerformanceStatementForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = PerformanceStatement
        fields = ("group_printed", "kind", "text", "period_printed", "note")
        labels = {
            "group_printed": "Heading it stands under",
            "kind": "What it tells",
            "text": "What it says",
            "period_printed": "Period",
        }
        help_texts = {
            "group_printed": "Statements with the same heading stand together. For example, 2010/11 achieved.",
            "period_printed": "For example, April to June 2011.",
        }
        widgets = {"kind": forms.RadioSelect}


EDITOR = Editor(
    noun="statement of performance",
    app="performance_statements",
    form=PerformanceStatementForm,
    at="plans/<slug:plan>/themes/<slug:theme>/performance/",
    record_at="<slug:ref>/",
    found_by=BY_THEME,
    may_see=of_live_themes(PerformanceStatement),
    starts_with=under_theme,
)
