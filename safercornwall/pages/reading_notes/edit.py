"""Reading notes are created, edited and archived here."""

from __future__ import annotations

from django import forms

from priorities.models import ReadingNote
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.fields import LineNumbersField
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.components.editing.starting import in_plan


class ReadingNoteForm(DocumentForm):
    source_lines = LineNumbersField(
        label="Lines of the assessment",
        required=False,
        help_text="The note shows beside all that stands on these lines. For example, 120, 131-133.",
    )

    class Meta(DocumentForm.Meta):
        model = ReadingNote
        fields = ("kind", "subject", "text", "source_lines")
        labels = {"kind": "Kind of note", "text": "What a reader should know"}
        help_texts = {"subject": "For example, figures, typo, heading."}
        widgets = {"kind": forms.RadioSelect}


EDITOR = Editor(
    noun="reading note",
    app="reading_notes",
    form=ReadingNoteForm,
    at="plans/<slug:plan>/reading-notes/",
    record_at="<slug:ref>/",
    found_by={"plan": "plan__slug"},
    starts_with=in_plan,
)
