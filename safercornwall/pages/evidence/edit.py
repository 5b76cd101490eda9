"""Evidence is created, edited and archived here, with the figures in each statement."""

from __future__ import annotations

from typing import Any

from priorities.models import Evidence, EvidenceFigure
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


class EvidenceForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Evidence
        fields = ("text", "source", "period_printed", "topics", "note")
        labels = {
            "text": "What the evidence says",
            "source": "Source",
            "period_printed": "Period",
            "topics": "Topics it shares with other themes",
        }
        help_texts = {
            "source": "For example, recorded crime, or the residents' survey.",
            "period_printed": "For example, 12 months to August 2011.",
            "topics": SEVERAL,
        }


class EvidenceFigureForm(PartForm):
    class Meta(PartForm.Meta):
        model = EvidenceFigure
        fields = stated_figures.FIELDS
        labels = stated_figures.LABELS
        help_texts = stated_figures.HINTS
        widgets = stated_figures.WIDGETS

    def clean(self) -> dict[str, Any]:
        return stated_figures.without_contradiction(self, super().clean())


EDITOR = Editor(
    noun="statement of evidence",
    app="evidence",
    form=EvidenceForm,
    at="plans/<slug:plan>/themes/<slug:theme>/evidence/",
    record_at="<slug:ref>/",
    found_by=BY_THEME,
    parts=[
        PartsOf(
            "figures",
            EvidenceFigureForm,
            heading="Figures in the statement",
            singular="figure",
            named=stated_figures.NAMED,
        )
    ],
    may_see=of_live_themes(Evidence),
    starts_with=under_theme,
)
