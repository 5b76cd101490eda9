"""What kind of number an indicator is: changed with a reason, and what the change would do."""

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
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.limits import must_be_theirs
from accounts.models import User
from core.records.fetching import index_by
from core.records.versions import Change, EditedSince, changes_between
from performance.choices import NumberKind
from performance.indicators.number_kinds import change_number_kind
from performance.models import Indicator
from performance.standings.standing import current_standing, with_figures
from priorities.clocks import clocks_of
from safercornwall.pages.components import indicator_fields
from safercornwall.pages.components.indicator_in_view import find_indicator
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.indicators.reporting import OUT_OF_DATE, Effect

CHANGED = "Somebody changed this to “{now}” since you opened the page. Nothing of yours is saved yet: look at it, and save again if yours should stand"
MAX_VERSIONS = 200


class NumberKindForm(forms.Form):
    number_kind = indicator_fields.number_kind(
        "What kind of number is it?", what="what kind of number it is"
    )
    reason = forms.CharField(
        label="Why is it changed?",
        help_text="Everybody who reads the history of the indicator sees it.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why the kind of number is changed",
            "max_length": "Say why in at most 1,000 characters",
        },
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OUT_OF_DATE),
    )

    def __init__(self, data: Any = None, *, indicator: Indicator) -> None:
        super().__init__(
            data, initial={"number_kind": indicator.number_kind, "version": indicator.version}
        )
        if data is not None and "look" in data:
            # Whoever only looks has not to say why yet.
            self.fields["reason"].required = False
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))
        self.helper.add_input(Submit("look", "See what it would do", css_class="secondary"))

    @property
    def chosen(self) -> NumberKind:
        return NumberKind(self.cleaned_data["number_kind"])


@dataclass(frozen=True)
class KindChange:
    """One change of the kind in the indicator's history."""

    was: str
    now: str
    reason: str
    who: str
    at: Any


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.change_indicator", raise_exception=True)
def indicator_number_kind(request, slug):
    indicator = find_indicator(request, slug)
    must_be_theirs(request.user, indicator)
    data = request.POST if request.method == "POST" else None
    form = NumberKindForm(data, indicator=indicator)
    if not form.is_bound or not form.is_valid():
        return _page(request, indicator, form)
    if "look" in request.POST:
        as_at = clocks_of(current_plan(request)).as_at
        return _page(request, indicator, form, effects=effects_of(indicator, form.chosen, as_at))
    try:
        changes = change_number_kind(
            indicator,
            by=request.user,
            version=form.cleaned_data["version"],
            number_kind=form.chosen,
            reason=form.cleaned_data["reason"],
        )
    except EditedSince as conflict:
        now: Any = conflict.record
        again = request.POST.copy()
        again["version"] = str(now.version)
        form = NumberKindForm(again, indicator=now)
        form.full_clean()
        form.add_error("number_kind", CHANGED.format(now=NumberKind(now.number_kind).word))
        return _page(request, now, form, status=HTTPStatus.CONFLICT)
    outcome = "is saved" if changes else "is as it was: nothing was changed"
    messages.success(request, f"The kind of number {outcome}.")
    return redirect(f"{indicator.get_absolute_url()}#measured")


def effects_of(indicator: Indicator, kind: NumberKind, as_at: date) -> list[Effect]:
    """How it stands now, and how it would stand if it were of that kind. Nothing is saved."""
    changed = with_figures(Indicator.objects.filter(pk=indicator.pk), as_at)[0]
    now = _facts(changed, as_at)
    changed.number_kind = kind.value
    if_saved = _facts(changed, as_at)
    return [Effect(label, now[label], if_saved[label]) for label in now]


def _facts(indicator: Indicator, as_at: date) -> dict[str, str]:
    standing = current_standing(indicator, as_at)
    return {
        "Kind of number": str(NumberKind(indicator.number_kind).label),
        "Status": standing.label,
        "Why": standing.sentence,
    }


def history_of(indicator: Indicator) -> list[KindChange]:
    """The latest first."""
    newest = indicator.history.order_by("-version", "-history_id")[:MAX_VERSIONS]
    changes = changes_between(reversed(list(newest)), ["number_kind"])[::-1]
    authors = {change.by for change in changes} - {None}
    people = index_by(User.objects.filter(pk__in=authors)) if authors else {}
    return [_line(change, people) for change in changes]


def _line(change: Change, people: dict[Any, Any]) -> KindChange:
    was, now = (str(NumberKind(kind).word) for kind in (change.was, change.now))
    who = str(people.get(change.by, "Somebody unknown"))
    return KindChange(was, now, change.reason, who, change.at)


def _page(request, indicator, form, *, status=200, **more):
    context = {"indicator": indicator, "form": form, "changes": history_of(indicator)}
    return render(request, "indicators/number_kind.html", context | more, status=status)
