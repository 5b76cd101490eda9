"""Strategies are created, edited and archived here."""

from __future__ import annotations

from priorities.models import Strategy
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.components.plan_in_view import appears_anywhere_under


class StrategyForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Strategy
        fields = ("name", "note")
        labels = {"name": "Title of the strategy or document"}


EDITOR = Editor(
    noun="strategy",
    app="strategies",
    form=StrategyForm,
    at="strategies/",
    appears_in=appears_anywhere_under,
)
