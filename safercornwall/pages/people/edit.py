"""Changing a person's name, organisation and post."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.administration import change_facts
from core.records.versions import EditedSince
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.people.find import find, looks_after_people, user_of
from safercornwall.pages.people.forms import EditPersonForm
from safercornwall.pages.people.trace import LABELS

MEANWHILE = "Somebody changed this person since you opened the page, and nothing of yours is saved yet. Look at what it is now, and save again"


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_edit(request, pk):
    person = find(pk)
    form = EditPersonForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        return _page(request, person, form)
    try:
        changes = change_facts(person, by=user_of(request), **form.cleaned_data)
    except EditedSince:
        return _changed_since(request, pk, form)
    said = "saved" if changes else "as they were: nothing was changed"
    messages.success(request, f"The facts about {find(pk)} are {said}.")
    return redirect("people:page", pk)


def _changed_since(request, pk, form):
    """The form keeps what this administrator entered. The page shows what somebody else saved since."""
    person = find(pk)
    data = form.data.copy()
    data["version"] = person.version
    again = EditPersonForm(data, person=person)
    again.add_error(None, MEANWHILE)
    names = ("first_name", "last_name", "organisation", "job_title")
    now = [(LABELS[name], getattr(person, name) or "None") for name in names]
    return _page(request, person, again, now=now, status=HTTPStatus.CONFLICT)


def _page(request, person, form, *, status=HTTPStatus.OK, **more):
    context = {"person": person, "form": form, **more}
    return render(request, "people/edit.html", context, status=status)
