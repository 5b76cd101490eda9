"""Limiting a person to what some organisations own or lead, or no longer."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.administration import NeverLimited, change_limits
from core.records.versions import EditedSince
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.people.find import find, looks_after_people, user_of
from safercornwall.pages.people.forms import NEVER_LIMITED, LimitsForm

MEANWHILE = (
    "Somebody changed this since you opened the page. Look at what is chosen now, and choose again"
)


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_limits(request, pk):
    person = find(pk)
    form = LimitsForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        return _page(request, person, form)
    try:
        changed = change_limits(person, by=user_of(request), **form.cleaned_data)
    except NeverLimited:
        form.add_error("organisations", NEVER_LIMITED)
        return _page(request, person, form, status=HTTPStatus.CONFLICT)
    except EditedSince:
        messages.error(request, MEANWHILE)
        return redirect("people:limits", pk)
    said = "is saved" if changed else "is as before: nothing was changed"
    messages.success(request, f"What {person} may change {said}.")
    return redirect("people:page", pk)


def _page(request, person, form, *, status=HTTPStatus.OK):
    return render(request, "people/limits.html", {"person": person, "form": form}, status=status)
