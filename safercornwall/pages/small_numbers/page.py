"""Small numbers: what is withheld from readers and why, and the threshold, which an administrator sets."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from performance.choices import DEFAULT_THRESHOLD, HIGHEST_THRESHOLD, LOWEST_THRESHOLD
from performance.figures.small_numbers import ThresholdChanged, set_threshold
from performance.models import Indicator, SmallNumberThreshold
from priorities.clocks import readable_plans

IN_RANGE = f"Enter a whole number from {LOWEST_THRESHOLD} to {HIGHEST_THRESHOLD}"
CHANGED = "Somebody else changed it since you opened the page. Nothing of yours is saved yet: look at it, and save again if yours should stand"


class ThresholdForm(forms.Form):
    number = forms.IntegerField(
        label="Withhold what counts fewer than",
        min_value=LOWEST_THRESHOLD,
        max_value=HIGHEST_THRESHOLD,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"}
        ),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), IN_RANGE),
    )
    reason = forms.CharField(
        label="Why is it changed?",
        help_text="Everybody who reads this page sees it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why it is changed",
            "max_length": "Say why in at most 300 characters",
        },
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), CHANGED),
    )

    def __init__(self, data: Any = None, *, newest: SmallNumberThreshold | None) -> None:
        number = newest.number if newest else DEFAULT_THRESHOLD
        super().__init__(data, initial={"number": number, "seen": newest.pk if newest else 0})
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))


@permission_required("performance.view_smallnumberthreshold", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def small_numbers(request: HttpRequest) -> HttpResponse:
    decided = list(SmallNumberThreshold.objects.select_related("decided_by"))
    newest = decided[0] if decided else None
    if request.method != "POST":
        return _page(request, decided, ThresholdForm(newest=newest))
    if not request.user.has_perm("performance.add_smallnumberthreshold"):
        raise PermissionDenied
    form = ThresholdForm(request.POST, newest=newest)
    if not form.is_valid():
        return _page(request, decided, form)
    try:
        now = set_threshold(
            form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=request.user,  # type: ignore[arg-type]
        )
    except ThresholdChanged as changed:
        again = request.POST.copy()
        again["seen"] = str(changed.newest.pk)
        form = ThresholdForm(again, newest=changed.newest)
        form.full_clean()
        form.add_error(None, CHANGED)
        decided = list(SmallNumberThreshold.objects.select_related("decided_by"))
        return _page(request, decided, form, status=HTTPStatus.CONFLICT)
    messages.success(request, f"Figures that count fewer than {now.number} are withheld.")
    return redirect("small_numbers:page")


def _page(
    request: HttpRequest,
    decided: list[SmallNumberThreshold],
    form: ThresholdForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    known = Indicator.objects.known_under(readable_plans(request.user))
    shown = known.exclude(small_numbers_shown_because="").order_by("order", "pk")
    context = {
        "threshold": decided[0].number if decided else DEFAULT_THRESHOLD,
        "decided": decided,
        "shown": shown,
        "form": form,
        "default": DEFAULT_THRESHOLD,
    }
    return render(request, "small_numbers/page.html", context, status=status)
