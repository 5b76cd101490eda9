"""Organisations are created, edited and archived here."""

from __future__ import annotations

from accounts.models import Organisation
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm


class OrganisationForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Organisation
        fields = ("name", "kind", "description", "note")
        labels = {"kind": "Kind of organisation", "description": "What it is"}
        help_texts = {
            "name": "A body, team, post or scheme. Never a private person.",
            "description": "A few words. No names or contact details of people.",
        }


EDITOR = Editor(
    noun="organisation",
    app="organisations",
    form=OrganisationForm,
    at="accounts/organisations/",
)
