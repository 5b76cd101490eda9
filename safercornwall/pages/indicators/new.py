"""A new indicator: what it measures, how its figures are read, and its first target."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.limits import choose_theirs, given_away, offer_theirs
from performance.choices import Polarity
from performance.indicators.beginning import begin_indicator
from performance.models import Indicator
from places.models import Area
from priorities.clocks import readable_plans
from priorities.models import Theme
from safercornwall.pages.components import indicator_fields
from safercornwall.pages.components.editing.fields import RecordsField
from safercornwall.pages.components.editing.form_pages import TAKEN
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.indicators.first_target import TARGET_FIELDS, FirstTargetForm


class NewIndicatorForm(FirstTargetForm):
    """The target is given whole or not at all."""

    name = forms.CharField(
        label="Name",
        help_text="For example, Deliberate fires.",
        max_length=250,
        error_messages={
            "required": "Enter the name of the indicator",
            "max_length": "Enter a name of at most 250 characters",
        },
    )
    unit = forms.CharField(
        label="Unit",
        help_text="As it is printed after a value: fires, %, per 1,000 people.",
        max_length=100,
        error_messages={
            "required": "Enter the unit, for example fires",
            "max_length": "Enter a unit of at most 100 characters",
        },
    )
    number_kind = indicator_fields.number_kind(
        "What kind of number is it?", what="what kind of number it is"
    )
    polarity = indicator_fields.one_of(
        "Which way is good?", Polarity.choices, what="which way is good"
    )
    frequency = indicator_fields.frequency(
        "How often do figures come?", what="how often figures come"
    )
    area = forms.ModelChoiceField(
        Area.objects.exclude(kind__in=[Area.Kind.LSOA, Area.Kind.WARD]),
        label="Which place are its headline figures for?",
        to_field_name="slug",
        empty_label="Choose a place",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose a place from the list"
        ),
    )
    themes = RecordsField(
        Theme.objects.none(),
        label="Which themes does it measure?",
        help_text="The board shows it under these.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"), "Choose themes from the list"
        ),
    )
    reporting_lag_days = indicator_fields.reporting_lag(
        "How many days after a period is its figure due?", "Without it no figure is ever overdue."
    )
    provider = indicator_fields.provider("Who provides its figures?")
    source = indicator_fields.source(
        "Where do its figures come from?", "For example, the fire service's incident records."
    )
    field_order = (
        *("name", "unit", "number_kind", "polarity", "frequency", "area", "themes"),
        *("reporting_lag_days", "provider", "source", *TARGET_FIELDS),
    )

    def __init__(self, data: Any = None, *, plan: Any, user: Any) -> None:
        super().__init__(data)
        self.plan, self.user = plan, user
        fields: Any = self.fields
        fields["area"].label_from_instance = lambda area: area.named
        fields["themes"].queryset = self._themes()
        fields["themes"].label_from_instance = self._theme_named
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    @property
    def facts(self) -> dict[str, Any]:
        names = ("name", "unit", "number_kind", "polarity", "frequency", "reporting_lag_days")
        return {name: self.cleaned_data[name] for name in (*names, "provider", "source")}

    def _themes(self) -> Any:
        """Of the plan in view; where there is none, of the plans that this person may read."""
        plans = [self.plan] if self.plan else readable_plans(self.user)
        return Theme.objects.filter(plan__in=plans).select_related("plan").order_by("plan", "order")

    def _theme_named(self, theme: Theme) -> str:
        return theme.name if self.plan else f"{theme.name} ({theme.plan})"


@keeps_limits
@permission_required(["performance.add_indicator", "performance.add_target"], raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_indicator(request):
    plan = current_plan(request)
    data = request.POST if request.method == "POST" else None
    form = NewIndicatorForm(data, plan=plan, user=request.user)
    offer_theirs(request.user, Indicator(), form.fields)
    if form.is_valid() and _is_theirs(request.user, form):
        said = form.cleaned_data
        try:
            made = begin_indicator(
                by=request.user,
                area=said["area"],
                themes=said["themes"],
                target=form.target,
                **form.facts,
            )
        except IntegrityError:
            form.add_error(None, TAKEN)
        else:
            messages.success(request, f"The indicator “{made}” is saved.")
            return redirect(made.get_absolute_url())
    context = {"form": form, "plan": plan, "has_places": Area.objects.exists()}
    return render(request, "indicators/new.html", context)


def _is_theirs(user: Any, form: NewIndicatorForm) -> bool:
    """Whether a limited person's organisation provides it; if not, the form says so."""
    provider = form.cleaned_data["provider"]
    wrong = given_away(user, Indicator(), {"provider": provider and provider.pk})
    if wrong:
        form.add_error("provider", choose_theirs(user))
    return not wrong
