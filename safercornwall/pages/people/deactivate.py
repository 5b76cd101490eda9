"""Keeping a person out, after saying what they own; and letting them in again."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.administration import (
    LastAdministrator,
    NotDeactivated,
    deactivate,
    is_last_administrator,
    reactivate,
)
from accounts.models import PersonState
from performance.indicators.people import sent_in_by
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.people.find import find, looks_after_people, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_deactivate(request, pk):
    person = find(pk)
    if person.state != PersonState.ACTIVE:
        messages.error(request, f"{person} cannot sign in as it is.")
        return redirect("people:page", pk)
    if request.method != "POST":
        return _page(request, person)
    try:
        deactivate(person, by=user_of(request))
    except LastAdministrator:
        return _page(request, person, status=HTTPStatus.CONFLICT)
    if person.pk == request.user.pk:
        logout(request)
    messages.success(request, f"{person} is deactivated, and signed out everywhere.")
    return redirect("people:page", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_reactivate(request, pk):
    person = find(pk)
    if person.state != PersonState.DEACTIVATED:
        messages.error(request, f"{person} is not deactivated.")
        return redirect("people:page", pk)
    if request.method != "POST":
        return render(request, "people/reactivate.html", {"person": person})
    try:
        reactivate(person, by=user_of(request))
    except NotDeactivated:
        messages.error(request, f"{person} is not deactivated.")
    else:
        messages.success(request, f"{person} can sign in again.")
    return redirect("people:page", pk)


def _page(request, person, *, status=HTTPStatus.OK):
    context = {
        "person": person,
        "is_last": is_last_administrator(person),
        "is_own": person.pk == request.user.pk,
        "indicators": sent_in_by(person, on=timezone.localdate()),
    }
    return render(request, "people/deactivate.html", context, status=status)
