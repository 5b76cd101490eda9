"""Plans are created, edited and archived here, with the statements that frame each."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from priorities.clocks import may_read_drafts
from priorities.models import Plan, PlanStatement
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm


class PlanForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Plan
        fields = (
            *("title", "partnership", "financial_year", "stage", "reporting_date", "board_met_on"),
            *("assessment_title", "assessment_dated", "note"),
        )
        labels = {
            "partnership": "Whose plan it is",
            "stage": "Stage",
            "reporting_date": "Described as at",
            "board_met_on": "The board last met on",
            "assessment_title": "The assessment that it is built on",
            "assessment_dated": "What the assessment covers",
        }
        help_texts = {
            "title": "For example, Partnership Plan 2013/14.",
            "financial_year": "For example, 2013/14.",
            "stage": "Only those who edit plans see a draft.",
            "reporting_date": "Overdue, ending soon and over are counted from this day. Empty for today.",
            "board_met_on": "The board is told what has changed since then.",
            "assessment_dated": "For example, data to September 2012.",
        }
        widgets = {"stage": forms.RadioSelect}


class PlanStatementForm(PartForm):
    class Meta(PartForm.Meta):
        model = PlanStatement
        fields = ("kind", "text", "note")
        labels = {"kind": "Kind of statement", "text": "What it says"}
        help_texts = {"kind": "For example, aim, or section heading for a heading."}


def _readable(request: HttpRequest) -> QuerySet:
    """Archived ones too."""
    plans = Plan.with_archived.select_related("partnership")
    return plans if may_read_drafts(request.user) else plans.exclude(stage=Plan.Stage.DRAFT)


EDITOR = Editor(
    noun="plan",
    app="plans",
    form=PlanForm,
    at="plans/",
    parts=[
        PartsOf(
            "statements",
            PlanStatementForm,
            heading="What the plan is for",
            singular="statement",
            named="{kind} “{text}”",
            hint="Statements about the plan as a whole, in their order.",
        )
    ],
    may_see=_readable,
)
