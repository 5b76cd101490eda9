"""Beginning the next plan from this one: what it is called, what that would copy, and then the copy."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.periods import financial_year_label
from priorities.next_plan import AlreadyBegun, NextPlan, plan_of_year
from projects.next_plan import begin_next_plan, preview
from safercornwall.pages.components.editing.fields import YearField
from safercornwall.pages.components.plan_in_view import plan_or_404

BEGUN_JUST_NOW = "Somebody began this plan at the same moment. Open it from the board's page"


class NextPlanForm(forms.Form):
    title = forms.CharField(
        label="Title",
        max_length=200,
        error_messages={
            "required": "Enter the title of the plan",
            "max_length": "Enter a title of at most 200 characters",
        },
    )
    financial_year = YearField(
        label="Financial year",
        help_text="For example, 2013/14.",
        error_messages={"required": "Enter the financial year, such as 2013/14"},
    )
    assessment_title = forms.CharField(
        label="The assessment that it is built on",
        max_length=200,
        required=False,
        error_messages={"max_length": "Enter a title of at most 200 characters"},
    )
    with_gaps = forms.BooleanField(label="Copy the open delivery gaps", required=False)
    with_threats = forms.BooleanField(label="Copy the open threats", required=False)

    def __init__(self, data: Any, *, source: Any) -> None:
        year = source.financial_year + 1
        label = financial_year_label(year)
        super().__init__(
            data,
            initial={
                "title": f"Partnership Plan {label}",
                "financial_year": year,
                "assessment_title": f"Strategic assessment for {label}",
            },
        )
        self.source = source
        self.helper = FormHelper()
        self.helper.add_input(Submit("show", "Show what would be copied"))

    def clean_financial_year(self) -> int:
        year: int = self.cleaned_data["financial_year"]
        if found := plan_of_year(self.source, year):
            raise forms.ValidationError(_there_is(found))
        return year

    @property
    def wanted(self) -> NextPlan:
        return NextPlan(**self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def next_plan(request, plan):
    source = plan_or_404(request)
    if not request.user.has_perm("priorities.add_plan"):
        raise PermissionDenied
    form = NextPlanForm(request.POST if request.method == "POST" else None, source=source)
    context = {"plan": source, "form": form}
    if not form.is_valid() or "change" in request.POST:
        return render(request, "plans/next.html", context)
    if "begin" not in request.POST:
        context["preview"] = preview(source, form.wanted)
        context["year"] = financial_year_label(form.wanted.financial_year)
        return render(request, "plans/next_preview.html", context)
    try:
        made = begin_next_plan(source, form.wanted, by=request.user)
    except AlreadyBegun as begun:
        form.add_error("financial_year", _there_is(begun.plan))
    except IntegrityError:
        form.add_error(None, BEGUN_JUST_NOW)
    else:
        messages.success(request, f"{made} is begun, as a draft. Only those who edit plans see it.")
        return redirect(made.get_absolute_url())
    return render(request, "plans/next.html", context)


def _there_is(plan: Any) -> str:
    archived = ", archived" if plan.archived_at else ""
    return f"There is a plan for {plan.year_label} already: {plan}{archived}"
