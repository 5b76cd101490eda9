"""Giving a person another role, or none."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.administration import LastAdministrator, change_role
from accounts.roles import ADMINISTRATOR
from core.records.versions import EditedSince
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.people.find import find, looks_after_people, user_of
from safercornwall.pages.people.forms import NO_ROLE, RoleForm

LAST = "{} is the only administrator who can sign in. Make somebody else administrator first"
MEANWHILE = "Somebody changed this role to {} since you opened the page. Choose again"


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_role(request, pk):
    person = find(pk)
    form = RoleForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        return _page(request, person, form)
    role = form.cleaned_data["role"]
    if _takes_own_role(request, person, role) and "sure" not in request.POST:
        context = {"person": person, "role": role, "form": form}
        return render(request, "people/own_role.html", context)
    try:
        changed = change_role(person, by=user_of(request), **form.cleaned_data)
    except LastAdministrator:
        form.add_error("role", LAST.format(person))
        return _page(request, person, form, status=HTTPStatus.CONFLICT)
    except EditedSince as conflict:
        return _changed_since(request, pk, role, conflict.record.role)
    said = f"{_as_one(role)} now" if changed else "as before: nothing was changed"
    if changed and person.pk == request.user.pk:
        logout(request)
    messages.success(request, f"{person} is {said}.")
    return redirect("people:page", pk)


def _as_one(role):
    """ "an officer", as it stands after "is"."""
    if not role:
        return "without a role"
    return f"{'an' if role[0] in 'AEIOU' else 'a'} {role.lower()}"


def _takes_own_role(request, person, role):
    """Whether somebody is about to shut themselves out of these pages."""
    return person.pk == request.user.pk and person.role == ADMINISTRATOR != role


def _changed_since(request, pk, role, now):
    person = find(pk)
    again = RoleForm({"role": role or NO_ROLE, "was": now or NO_ROLE}, person=person)
    again.add_error("role", MEANWHILE.format(now or "none"))
    return _page(request, person, again, status=HTTPStatus.CONFLICT)


def _page(request, person, form, *, status=HTTPStatus.OK):
    return render(request, "people/role.html", {"person": person, "form": form}, status=status)
