"""External influences are created, edited and archived here, with the consequences of each."""

from __future__ import annotations

from priorities.models import ExternalInfluence, ExternalInfluencePoint
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm
from safercornwall.pages.components.editing.starting import SEVERAL, in_plan


class InfluenceForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = ExternalInfluence
        fields = ("name", "note")
        help_texts = {"name": "For example, welfare reform."}


class InfluencePointForm(PartForm):
    class Meta(PartForm.Meta):
        model = ExternalInfluencePoint
        fields = ("text", "themes", "note")
        labels = {"text": "What it brings", "themes": "Themes it touches"}
        help_texts = {"themes": SEVERAL}


EDITOR = Editor(
    noun="external influence",
    app="influences",
    form=InfluenceForm,
    at="plans/<slug:plan>/external-influences/",
    found_by={"plan": "plan__slug"},
    parts=[
        PartsOf(
            "points",
            InfluencePointForm,
            heading="Its consequences",
            singular="consequence",
            hint="Each with the themes that it touches.",
        )
    ],
    starts_with=in_plan,
)
