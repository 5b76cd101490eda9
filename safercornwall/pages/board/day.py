"""The day as at which a person sees the plan: its own, or an earlier one, kept for as long as they are signed in."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from core.periods import written
from priorities.clocks import clocks_of
from safercornwall.lists.day_in_view import SEEN_AS_AT, clocks_in_view
from safercornwall.pages.components.editing.fields import DayField
from safercornwall.pages.components.plan_in_view import plan_or_404


class DayForm(forms.Form):
    day = DayField(
        label="Day to look back to",
        help_text="For example, 30 Jun 2011.",
        error_messages={"required": "Enter the day."},
    )

    def __init__(self, *args, own_day, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_day = own_day

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day >= self.own_day:
            raise forms.ValidationError(f"Enter a day before {written(self.own_day)}.")
        return day


@permission_required("priorities.view_plan", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    plan = plan_or_404(request)
    own_day = clocks_of(plan).as_at
    back = _back(request)
    if request.method == "POST" and "back" in request.POST:
        request.session.pop(SEEN_AS_AT, None)
        return redirect(back)
    form = DayForm(request.POST or None, own_day=own_day)
    if form.is_valid():
        request.session[SEEN_AS_AT] = form.cleaned_data["day"].isoformat()
        return redirect(back)
    context = {
        "plan": plan,
        "as_at": clocks_in_view(request, plan).as_at,
        "form": form,
        "own_day": own_day,
        "next": back,
    }
    return render(request, "board/day.html", context)


def _back(request: HttpRequest) -> str:
    """The page that they came from, on this site; else the board."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if safe else reverse("board:page")
