"""Coming in for the first time: the link of an invitation, and the password that the person chooses."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts.invitations import accept
from accounts.links import LinkDead, link_of
from accounts.models import Invitation
from safercornwall.pages.components.one_time_links import come_in, dead_link, put_aside
from safercornwall.pages.components.passwords import NewPasswordForm

IN_SESSION = "invitation"
DEAD = "An invitation works once, for seven days, and only until a newer one is sent."
NOW = "If you have chosen a password already, sign in with it. If not, ask an administrator of the planner to invite you again."


@sensitive_variables("token")
@login_not_required
@require_safe
def invitation_link(request, token):
    is_ours = link_of(Invitation, token) is not None
    return put_aside(request, IN_SESSION, token, is_ours=is_ours, page="signing_in:invitation")


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request):
    found = link_of(Invitation, request.session.get(IN_SESSION, ""))
    if found is None or not found.works(timezone.now()):
        return dead_link(request, DEAD, now=NOW)
    data = request.POST if request.method == "POST" else None
    form = NewPasswordForm(found.person, data, button="Save and sign in")
    if not form.is_valid():
        context = {"form": form, "person": found.person}
        return render(request, "signing_in/invitation.html", context)
    try:
        person = accept(found, password=form.cleaned_data["new_password1"])
    except LinkDead:
        return dead_link(request, DEAD, now=NOW)
    come_in(request, person, IN_SESSION)
    return redirect("your_account:page")
