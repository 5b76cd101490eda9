"""Inviting a person, inviting them again, and withdrawing what was sent."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.invitations import KnownAddress, NotInvited, invite, invite_again, withdraw
from accounts.links import token_of
from accounts.models import Invitation, PersonState
from accounts.partnership import planner_name
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.components.letters import (
    absolute,
    can_send_links,
    letter,
    one_line,
    send,
)
from safercornwall.pages.people.find import find, looks_after_people, user_of
from safercornwall.pages.people.forms import InviteAgainForm, InviteForm

SUBJECT = "You are invited to the {planner}"
NOT_INVITED = "{} has no open invitation."


@sensitive_variables("address", "context")
def send_invitation(invitation: Invitation) -> bool:
    """Whether it went."""
    person = invitation.person
    address = reverse("signing_in:invitation_link", args=[token_of(invitation)])
    context = {
        "name": one_line(person),
        "by": one_line(invitation.sent_by),
        "role": person.role,
        "username": person.username,
        "link": absolute(address),
        "expires": timezone.localtime(invitation.expires_at),
    }
    return send(
        letter(
            SUBJECT.format(planner=planner_name()), "invitation.txt", context, to=invitation.sent_to
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_invite(request):
    form = InviteForm(request.POST if request.method == "POST" else None)
    if not can_send_links() or not form.is_valid():
        return _invite_page(request, form)
    try:
        invited = invite(by=user_of(request), send=send_invitation, **form.cleaned_data)
    except KnownAddress as why:
        form.add_error("email", f"{why.person} has this address already. Enter another")
        return _invite_page(request, form, known=why.person)
    _say(request, invited)
    return redirect("people:page", invited.invitation.person_id)


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_invite_again(request, pk):
    person = find(pk)
    if person.state not in (PersonState.INVITED, PersonState.WITHDRAWN):
        messages.error(request, NOT_INVITED.format(person))
        return redirect("people:page", pk)
    form = InviteAgainForm(request.POST if request.method == "POST" else None, person=person)
    if not can_send_links() or not form.is_valid():
        return _invite_again_page(request, form, person)
    email = form.cleaned_data["email"]
    try:
        invited = invite_again(person, by=user_of(request), email=email, send=send_invitation)
    except KnownAddress as why:
        form.add_error("email", f"{why.person} has this address already. Enter another")
        return _invite_again_page(request, form, person, known=why.person)
    except NotInvited:
        messages.error(request, NOT_INVITED.format(person))
    else:
        _say(request, invited)
    return redirect("people:page", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_withdraw(request, pk):
    person = find(pk)
    if person.state != PersonState.INVITED:
        messages.error(request, NOT_INVITED.format(person))
        return redirect("people:page", pk)
    if request.method != "POST":
        return render(request, "people/withdraw.html", {"person": person})
    try:
        withdraw(person, by=user_of(request))
    except NotInvited:
        messages.error(request, NOT_INVITED.format(person))
    else:
        messages.success(request, f"The invitation of {person} is withdrawn.")
    return redirect("people:page", pk)


def _invite_page(request, form, **more):
    context = {"form": form, "can_send": can_send_links(), **more}
    return render(request, "people/invite.html", context, status=_status_of(more))


def _invite_again_page(request, form, person, **more):
    context = {"form": form, "person": person, "can_send": can_send_links(), **more}
    return render(request, "people/invite_again.html", context, status=_status_of(more))


def _status_of(more):
    return HTTPStatus.CONFLICT if "known" in more else HTTPStatus.OK


def _say(request, invited):
    to = invited.invitation.sent_to
    if invited.was_sent:
        messages.success(request, f"An invitation was sent to {to}.")
    else:
        said = f"The e-mail to {to} could not be sent. Look at the address, and invite again."
        messages.error(request, said)
