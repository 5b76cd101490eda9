"""Acronyms are created, edited and archived here."""

from __future__ import annotations

from priorities.models import Acronym
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm


class AcronymForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Acronym
        fields = ("acronym", "expansion", "is_in_text", "note")
        labels = {
            "expansion": "What it stands for",
            "is_in_text": "The assessment itself says what it stands for",
        }
        help_texts = {
            "acronym": "For example, MARAC.",
            "is_in_text": "Leave it empty if the meaning is ours.",
        }


EDITOR = Editor(
    noun="acronym",
    app="acronyms",
    form=AcronymForm,
    at="acronyms/",
    record_at="<int:pk>/",
)
