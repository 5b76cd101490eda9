"""A new e-mail address, which counts once its owner follows the link that was sent to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import confirm_email, forget_email_change
from accounts.links import LinkDead, link_of, token_of
from accounts.models import EmailChange
from accounts.partnership import planner_name
from safercornwall.pages.components.letters import absolute, letter, one_line, send, tell
from safercornwall.pages.components.one_time_links import dead_link, put_aside

IN_SESSION = "new_address"
SUBJECT = "Confirm your e-mail address in the {planner}"
DEAD = "A link to a new e-mail address works once, for a day, and only until another address is entered."
NOW = "If the address under “Your account” is not yours yet, enter it there again."


@sensitive_variables("address")
def send_link(change):
    """To the new address; whether it went."""
    address = reverse("your_account:confirm_email_link", args=[token_of(change)])
    context = {
        "name": one_line(change.person),
        "username": change.person.username,
        "link": absolute(address),
        "expires": timezone.localtime(change.expires_at),
    }
    return send(
        letter(
            SUBJECT.format(planner=planner_name()),
            "confirm_address.txt",
            context,
            to=change.sent_to,
        )
    )


@sensitive_variables("token")
@login_not_required
@require_safe
def confirm_email_link(request, token):
    is_ours = link_of(EmailChange, token) is not None
    page = "your_account:confirm_email"
    return put_aside(request, IN_SESSION, token, is_ours=is_ours, page=page)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_new_email(request):
    """Anybody with the link may open this: its owner may read the e-mail where they are not signed in."""
    change = link_of(EmailChange, request.session.get(IN_SESSION, ""))
    if change is None or not change.works(timezone.now()):
        return dead_link(request, DEAD, now=NOW)
    if request.method != "POST":
        return render(request, "your_account/confirm_email.html", {"change": change})
    try:
        _, was, told = confirm_email(change, tell=tell)
    except LinkDead:
        return dead_link(request, DEAD, now=NOW)
    request.session.pop(IN_SESSION, None)
    messages.success(request, _confirmation(change, was=was, told=told))
    return redirect("your_account:page")


@require_POST
def forget_new_email(request):
    if forget_email_change(request.user):
        messages.success(request, "The link does not work any more. Your address stays as it is.")
    return redirect("your_account:page")


def _confirmation(change, *, was, told):
    sentence = f"{change.sent_to} is the e-mail address of {change.person.username} now."
    if told:
        return f"{sentence} {was} was told."
    return f"{sentence} {was} could not be told." if was.strip() else sentence
