"""The forms of a project: its own, and those of its parts."""

from __future__ import annotations

from django import forms

from projects.models import (
    Dependency,
    FundingLine,
    Milestone,
    Post,
    Project,
    ProjectIndicator,
    ProjectListing,
    ProjectScopeItem,
    ProjectSpend,
    ProjectUpdate,
)
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.forms import DocumentForm, PartForm
from safercornwall.pages.components.editing.groups import FieldGroup
from safercornwall.pages.projects.across_plans import AcrossPlans, ScopeItemChoice, ThemeChoice

# In months.
LONGEST_TENDER = 120
UPDATE_LABELS = {
    "on": "Day that this describes",
    "text": "What happened",
    "what_next": "What comes next",
    "forecast_end_on": "Forecast to end on",
}


class ProjectForm(AcrossPlans):
    groups = (
        FieldGroup("What it is", ("name", "summary", "status")),
        FieldGroup("Who leads it, and when", ("lead_organisation", "starts_on", "ends_on")),
        FieldGroup(
            "More about its status and its dates",
            ("status_note", "planned_year", "forecast_end_on", "procurement_lead_months"),
            is_folded=True,
        ),
        FieldGroup(
            "Who else takes part, where and for whom",
            ("owner_person", "organisations", "areas", "people_groups"),
            is_folded=True,
        ),
        FieldGroup(
            "Gaps, threats and strategies it serves",
            ("gaps", "threats", "strategies"),
            is_folded=True,
        ),
        FieldGroup("When it is closed", ("closed_on", "lessons"), is_folded=True),
        FieldGroup("A note for readers", ("note",), is_folded=True),
    )

    class Meta(DocumentForm.Meta):
        model = Project
        fields = (
            *("name", "summary", "status", "status_note", "planned_year", "starts_on", "ends_on"),
            *("forecast_end_on", "closed_on", "lessons", "procurement_lead_months"),
            *("lead_organisation", "owner_person", "organisations", "areas"),
            *("people_groups", "strategies", "gaps", "threats", "note"),
        )
        labels = {
            "status_note": "Note on the status",
            "planned_year": "Planned for",
            "starts_on": "Starts on",
            "ends_on": "Ends on",
            "forecast_end_on": "Forecast to end on",
            "closed_on": "Closed on",
            "lessons": "What was learned",
            "owner_person": "Person who answers for it",
            "procurement_lead_months": "Months that a tender takes",
            "lead_organisation": "Lead organisation",
            "organisations": "Other organisations",
            "areas": "Places",
            "people_groups": "For whom",
            "gaps": "Delivery gaps that it addresses",
            "threats": "Threats that it addresses",
            "note": "Note for readers",
        }
        help_texts = {
            "status_note": "For example, what it is on hold for.",
            "planned_year": "A financial year such as 2012/13.",
            "starts_on": "For example, 1 April 2012 or 1/4/12.",
            "closed_on": "Only for a project that is closed.",
            "owner_person": "They are reminded when no update came for a quarter. Without one, the people of the lead organisation are.",
            "procurement_lead_months": "The last day on which a tender can start counts back from the end of the secured funding.",
            "areas": "A project without places covers the whole county.",
        }
        widgets = {"status": forms.RadioSelect}

    def clean_procurement_lead_months(self) -> int:
        months: int = self.cleaned_data["procurement_lead_months"]
        if months > LONGEST_TENDER:
            raise forms.ValidationError(f"A tender takes at most {LONGEST_TENDER} months")
        return months


class ListingForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = ProjectListing
        fields = ("theme", "status", "text")
        field_classes = {"theme": ThemeChoice}
        labels = {"status": "Status there", "text": "How this theme puts it"}


class ScopeLinkForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = ProjectScopeItem
        fields = ("scope_item", "is_judgement", "reason")
        field_classes = {"scope_item": ScopeItemChoice}
        labels = {
            "scope_item": "Scope item",
            "is_judgement": "Our judgement: the plan does not state it",
            "reason": "Why we say so",
        }


class IndicatorLinkForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = ProjectIndicator
        fields = ("indicator", "contribution", "is_judgement")
        labels = {
            "contribution": "How the project should move it",
            "is_judgement": "Our judgement: the plan does not state it",
        }


class FundingLineForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = FundingLine
        fields = (
            *("source", "organisation", "financial_year", "amount", "state"),
            *("bid_on", "decision_due_on", "is_match", "ends_on", "note"),
        )
        labels = {
            "organisation": "Paid by",
            "financial_year": "Financial year",
            "amount": "Amount in pounds",
            "state": "How certain it is",
            "bid_on": "The bid went in on",
            "decision_due_on": "The bid is decided on",
            "is_match": "Match funding",
            "ends_on": "Pays until",
        }
        help_texts = {
            "amount": "Leave it empty where it is not known: that is never read as nothing.",
            "bid_on": "Only for money that is sought, or was.",
            "is_match": "Money that another source asks for beside its own.",
            "ends_on": "Only where that is not the end of the financial year.",
        }


class SpendForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = ProjectSpend
        fields = ("financial_year", "amount", "up_to")
        labels = {
            "financial_year": "Financial year",
            "amount": "Amount spent in pounds",
            "up_to": "Spent up to",
        }
        help_texts = {"up_to": "The last day that this amount counts, for example 30/9/11."}


class MilestoneForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = Milestone
        fields = ("name", "due_on", "reached_on")
        labels = {"name": "Milestone", "due_on": "Due on", "reached_on": "Reached on"}


class DependencyForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = Dependency
        fields = ("text", "on_project", "on_decision", "met_on")
        labels = {
            "text": "What must happen",
            "on_project": "Waits for the project",
            "on_decision": "Waits for the decision",
            "met_on": "Met on",
        }


class PostForm(PartForm, AcrossPlans):
    class Meta(PartForm.Meta):
        model = Post
        fields = ("role", "full_time_equivalents")
        labels = {"full_time_equivalents": "Full-time equivalents"}


class KeptUpdateForm(PartForm, AcrossPlans):
    """The words of an update in the history of its project. Updates are written on a page of their own."""

    class Meta(PartForm.Meta):
        model = ProjectUpdate
        fields = ("on", "status", "text", "what_next", "forecast_end_on")
        labels = UPDATE_LABELS


PARTS = [
    PartsOf(
        "listings",
        ListingForm,
        heading="Themes that list it",
        singular="theme's listing",
        named="Listing under {theme}",
        hint="One record, with each theme's own status and words.",
    ),
    PartsOf(
        "scope_links",
        ScopeLinkForm,
        heading="What it addresses",
        singular="scope item",
        hint="What the plan must specifically address, and this project does.",
        folded=True,
    ),
    PartsOf(
        "indicator_links",
        IndicatorLinkForm,
        heading="Indicators it should move",
        singular="indicator",
        folded=True,
    ),
    PartsOf(
        "funding_lines",
        FundingLineForm,
        heading="Funding",
        singular="funding line",
        named="Funding line “{source}”, {financial_year}",
        hint="One line for each source and financial year.",
        folded=True,
    ),
    PartsOf(
        "spending",
        SpendForm,
        heading="Spend to date",
        singular="year's spend",
        named="Spend in {financial_year}",
        hint="From all sources, one for each financial year.",
        folded=True,
    ),
    PartsOf("milestones", MilestoneForm, heading="Milestones", singular="milestone", folded=True),
    PartsOf(
        "dependencies",
        DependencyForm,
        heading="What it depends on",
        singular="dependency",
        folded=True,
    ),
    PartsOf("posts", PostForm, heading="Posts", singular="post", folded=True),
]
ONLY_KEPT = [
    PartsOf(
        "updates", KeptUpdateForm, heading="Updates", singular="update", named="Update of {on}"
    ),
]
