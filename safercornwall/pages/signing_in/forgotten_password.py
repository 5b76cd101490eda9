"""A forgotten password: somebody asks for a link by e-mail, and chooses a new password with it."""

from __future__ import annotations

import re
from http import HTTPStatus

from axes.helpers import get_client_ip_address
from axes.utils import reset as forgive_wrong_tries
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import RESET_PASSWORD, change_password
from accounts.models import User
from accounts.partnership import planner_name
from accounts.resets import TooManyRequests, count_request, who_is_written_to
from accounts.security_log import Kind, note
from safercornwall.pages.components.account_fields import own_email_field
from safercornwall.pages.components.letters import (
    absolute,
    can_send_links,
    letter,
    one_line,
    send,
    tell,
)
from safercornwall.pages.components.one_time_links import dead_link, put_aside
from safercornwall.pages.components.passwords import NewPasswordForm

IN_SESSION = "new_password"
SUBJECT = "A new password for the {planner}"
DEAD = "A link for a new password works once, for an hour, and only while the account is open and its address is the same."
NOW = "Ask for another link if you still need one."
TOKEN = re.compile(r"(\d{1,18})\.([0-9a-z]+-[0-9a-f]+)", re.ASCII)


class ForgottenPasswordForm(forms.Form):
    email = own_email_field("Your e-mail address")

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("send", "Send me a link"))


class AnsweredFirst(HttpResponseRedirect):
    """Sends e-mails once the answer has gone to the browser: how long they take would tell whose address is known."""

    def __init__(self, to: str, *, afterwards: list[EmailMessage]) -> None:
        super().__init__(to)
        self.afterwards = afterwards

    def close(self) -> None:
        super().close()
        while self.afterwards:
            send(self.afterwards.pop())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request):
    """The answer is the same whether or not anybody has the address."""
    form = ForgottenPasswordForm(request.POST if request.method == "POST" else None)
    if not can_send_links() or not form.is_valid():
        context = {"form": form, "can_send": can_send_links()}
        return render(request, "signing_in/forgotten_password.html", context)
    email = form.cleaned_data["email"]
    try:
        count_request(email, ip_address=get_client_ip_address(request))
    except TooManyRequests as why:
        return _too_many(request, from_network=why.from_network)
    people = who_is_written_to(email)
    for person in people:
        note(Kind.LINK_SENT, person=person, about="Asked for a new password")
    letters = [_letter_to(person) for person in people]
    return AnsweredFirst(reverse("signing_in:link_sent"), afterwards=letters)


@login_not_required
@require_safe
def link_sent(request):
    return render(request, "signing_in/link_sent.html")


@sensitive_variables("token")
@login_not_required
@require_safe
def new_password_link(request, token):
    is_ours = _person_of(token) is not None
    return put_aside(request, IN_SESSION, token, is_ours=is_ours, page="signing_in:new_password")


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request):
    person = _person_of(request.session.get(IN_SESSION, ""))
    if person is None:
        return dead_link(request, DEAD, now=NOW)
    data = request.POST if request.method == "POST" else None
    form = NewPasswordForm(person, data, button="Save")
    if not form.is_valid():
        context = {"form": form, "person": person}
        return render(request, "signing_in/new_password.html", context)
    # The hash of the password is in every session and in every link of theirs: all of them end here.
    chosen = form.cleaned_data["new_password1"]
    change_password(person, by=person, password=chosen, tell=tell, reason=RESET_PASSWORD)
    forgive_wrong_tries(username=person.username)
    request.session.pop(IN_SESSION, None)
    messages.success(request, "Your new password is saved. Sign in with it.")
    return redirect("signing_in:sign_in")


@sensitive_variables("token")
def _letter_to(person):
    token = f"{person.pk}.{default_token_generator.make_token(person)}"
    context = {
        "name": one_line(person),
        "username": person.username,
        "link": absolute(reverse("signing_in:new_password_link", args=[token])),
    }
    return letter(
        SUBJECT.format(planner=planner_name()), "new_password.txt", context, to=person.email
    )


@sensitive_variables("token")
def _person_of(token):
    """Whoever may choose a new password with this token, as long as they may."""
    parts = TOKEN.fullmatch(token)
    person = parts and User.objects.filter(pk=parts[1], is_active=True).first()
    return person if person and default_token_generator.check_token(person, parts[2]) else None


def _too_many(request, *, from_network):
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    context = {"minutes": round(wait / 60), "from_network": from_network}
    answer = render(
        request, "signing_in/asked_too_often.html", context, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    answer["Retry-After"] = round(wait)
    return answer
