"""Groups of people are created, edited and archived here."""

from __future__ import annotations

from priorities.models import PeopleGroup
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.components.plan_in_view import appears_anywhere_under


class PeopleGroupForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = PeopleGroup
        fields = ("name",)
        labels = {"name": "Who they are"}
        help_texts = {"name": "For example, young people who offend."}


EDITOR = Editor(
    noun="group of people",
    app="people_groups",
    form=PeopleGroupForm,
    at="people-groups/",
    appears_in=appears_anywhere_under,
)
