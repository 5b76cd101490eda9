"""Correcting what an indicator is: its name, unit, direction and place; and retiring it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.limits import must_be_theirs
from accounts.models import User
from core.periods import written
from core.records.fetching import index_by
from core.records.versions import Change, EditedSince, changes_between
from performance.choices import Polarity
from performance.indicators.correcting import CORRECTED, board_has_seen_figures, correct_indicator
from performance.models import Indicator
from places.models import Area
from safercornwall.pages.components import indicator_fields
from safercornwall.pages.components.editing.fields import NUMBER, DayField
from safercornwall.pages.components.indicator_in_view import find_indicator
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.indicators.reporting import OUT_OF_DATE

MAX_VERSIONS = 200
SMALLEST = (Area.Kind.LSOA, Area.Kind.WARD)
LABELS = {
    "name": "Name",
    "short_name": "Short name",
    "unit": "Unit",
    "polarity": "Which way is good",
    "decimal_places": "Decimals shown",
    "area": "Place of its headline figures",
    "definition": "Definition",
    "live_from": "Live from",
    "retired_on": "Retired on",
    "small_numbers_shown_because": "Why small numbers are shown",
}
CHANGED = "Somebody else changed this since you opened the page. Nothing of yours is saved yet: look at it, and save again if yours should stand"


class IndicatorForm(forms.ModelForm):
    """What an indicator is. The reason is asked for once the board has seen a figure of it."""

    polarity = indicator_fields.one_of(
        "Which way is good?", Polarity.choices, what="which way is good"
    )
    live_from = DayField(
        label="Live from", help_text="No figure before it is awaited.", required=False
    )
    retired_on = DayField(
        label="Retired on",
        help_text="Its last day. No later figure is awaited or taken. Its figures stay.",
        required=False,
    )
    reason = forms.CharField(
        label="Why is it changed?",
        help_text="Everybody who reads its history sees it.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Say why in at most 1,000 characters"},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OUT_OF_DATE),
    )

    class Meta:
        model = Indicator
        fields = CORRECTED
        labels = {
            "decimal_places": "Decimals shown",
            "area": "Which place are its headline figures for?",
            "small_numbers_shown_because": "Why may its small numbers be shown?",
        }
        help_texts = {
            "unit": "As it is printed after a value: fires, %, per 1,000 people.",
            "decimal_places": "Leave empty to show as many as a figure has.",
            "small_numbers_shown_because": "Leave empty to withhold small numbers. Give a reason where it counts no people, or where they are published.",
        }
        widgets = {"decimal_places": NUMBER, "definition": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "name": {"required": "Enter the name of the indicator"},
            "unit": {"required": "Enter the unit, for example fires"},
            "area": dict.fromkeys(("required", "invalid_choice"), "Choose a place from the list"),
            "small_numbers_shown_because": {"max_length": "Say why in at most 300 characters"},
        }

    def __init__(self, data: Any = None, *, indicator: Indicator) -> None:
        # A copy is filled in: what is saved is compared with what stands.
        copy = Indicator.objects.get(pk=indicator.pk)
        super().__init__(data, instance=copy, initial={"version": indicator.version})
        fields: Any = self.fields
        fields["area"].queryset = Area.objects.exclude(kind__in=SMALLEST) | Area.objects.filter(
            pk=indicator.area_id
        )
        fields["area"].label_from_instance = lambda area: area.named
        if board_has_seen_figures(indicator):
            fields["reason"].required = True
            fields["reason"].error_messages["required"] = "Say why it is changed"
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Indicator.objects.exclude(pk=self.instance.pk).filter(name__iexact=name)
        if others.exists():
            raise ValidationError("Another indicator has this name. Give it one of its own")
        return name

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("live_from"), said.get("retired_on")
        if begins and ends and ends < begins:
            self.add_error("retired_on", "It is retired on or after the day it is live from")
        return said

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CORRECTED}


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.change_indicator", raise_exception=True)
def indicator_edit(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = find_indicator(request, slug)
    must_be_theirs(request.user, indicator)
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, indicator=indicator)
    if not form.is_bound or not form.is_valid():
        return _page(request, indicator, form)
    try:
        changes = correct_indicator(
            indicator,
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            **form.facts,
        )
    except EditedSince as conflict:
        now: Any = conflict.record
        again = request.POST.copy()
        again["version"] = str(now.version)
        form = IndicatorForm(again, indicator=now)
        form.full_clean()
        form.add_error(None, CHANGED)
        return _page(request, now, form, status=HTTPStatus.CONFLICT)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _page(request, indicator, form)
    outcome = "is saved" if changes else "is as it was: nothing was changed"
    messages.success(request, f"The indicator {outcome}.")
    return redirect(indicator.get_absolute_url())


def _page(
    request: HttpRequest, indicator: Indicator, form: IndicatorForm, *, status: int = 200
) -> HttpResponse:
    context = {"indicator": indicator, "form": form, "changes": history_of(indicator)}
    return render(request, "indicators/edit.html", context, status=status)


@dataclass(frozen=True)
class IndicatorChange:
    """One field as it was and as it then became, in words."""

    label: str
    was: str
    now: str
    reason: str
    who: str
    at: Any


def history_of(indicator: Indicator) -> list[IndicatorChange]:
    """The latest first."""
    newest = indicator.history.order_by("-version", "-history_id")[:MAX_VERSIONS]
    changes = changes_between(reversed(list(newest)), CORRECTED)[::-1]
    authors = {change.by for change in changes} - {None}
    people = index_by(User.objects.filter(pk__in=authors)) if authors else {}
    places = {one for c in changes if c.field.startswith("area") for one in (c.was, c.now)}
    areas = index_by(Area.with_archived.filter(pk__in=places)) if places else {}
    return [_line(change, people, areas) for change in changes]


def _line(change: Change, people: dict[Any, Any], areas: dict[Any, Any]) -> IndicatorChange:
    def words(value: Any) -> str:
        if change.field.startswith("area"):
            return str(areas.get(value, "A place that is gone"))
        if change.field == "polarity":
            return str(Polarity(value).label)
        if isinstance(value, date):
            return written(value)
        return "Nothing" if value in (None, "") else str(value)

    label = LABELS.get(change.field.removesuffix("_id"), change.field)
    who = str(people.get(change.by, "Somebody unknown"))
    return IndicatorChange(
        label, words(change.was), words(change.now), change.reason, who, change.at
    )
