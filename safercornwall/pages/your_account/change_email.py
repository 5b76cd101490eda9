"""Entering a new e-mail address for your account."""

from http import HTTPStatus

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import ask_for_email
from core.records.versions import EditedSince
from safercornwall.pages.components.account_fields import own_email_field, version_field
from safercornwall.pages.components.letters import can_send_links
from safercornwall.pages.components.passwords import PasswordCheck, password_field
from safercornwall.pages.your_account.find import signed_in_person
from safercornwall.pages.your_account.new_address import send_link

CHANGED = "Your e-mail address was changed since you opened the page, and nothing of yours is saved yet. It is {} now"


class EmailForm(PasswordCheck, forms.Form):
    email = own_email_field("E-mail address")
    old_password = password_field(
        "Your current password",
        "current-password",
        "So that nobody else changes it at your desk.",
        required="Enter your current password",
    )
    version = version_field()

    def __init__(self, data=None, *, request, user):
        self.request, self.user = request, user
        super().__init__(data, initial={"email": user.email, "version": user.version})
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Send a link to it"))

    def clean_old_password(self):
        return self.check_password(self.cleaned_data["old_password"])


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def email(request):
    person = signed_in_person(request)
    data = request.POST if request.method == "POST" else None
    form = EmailForm(data, request=request, user=person)
    if not can_send_links() or not form.is_valid():
        context = {"form": form, "person": person, "can_send": can_send_links()}
        return render(request, "your_account/email.html", context)
    facts = {key: form.cleaned_data[key] for key in ("email", "version")}
    try:
        change, was_sent = ask_for_email(person, send=send_link, **facts)
    except EditedSince as conflict:
        now = conflict.record
        again = EmailForm(
            {"email": facts["email"], "version": now.version}, request=request, user=now
        )
        # The person enters the password again, without an error that it is missing.
        again.errors.clear()
        again.add_error("email", CHANGED.format(now.email or "empty"))
        context = {"form": again, "person": now, "can_send": True}
        return render(request, "your_account/email.html", context, status=HTTPStatus.CONFLICT)
    if change is None:
        messages.success(request, "Your e-mail address is as it was: nothing was changed.")
    elif was_sent:
        messages.success(request, f"Follow the link that was sent to {change.sent_to}.")
    else:
        messages.error(request, f"No e-mail could be sent to {change.sent_to}. Try again later.")
    return redirect("your_account:page")
