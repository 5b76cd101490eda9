"""Your account: who you are here, where you are written to, and your password."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import change_email
from accounts.models import User
from core.records.versions import EditedMeanwhile
from safercornwall.pages.your_account.duties import RECORD, duties_of, why_no_reminders
from safercornwall.pages.your_account.forms import EmailForm, PasswordForm
from safercornwall.pages.your_account.notices import can_send, tell

MEANWHILE = "Your e-mail address was changed since you opened the page, and nothing of yours is saved yet. It is {} now"


def known(request):
    """Whoever is signed in, as a record rather than as something that stands for one."""
    return User.objects.select_related("organisation").get(pk=request.user.pk)


@require_safe
def your_account(request):
    """For everyone who is signed in, with a role or without: it tells nothing of the plan."""
    person = known(request)
    where = person.organisation
    may_read = where and person.has_perm("accounts.view_organisation")
    roles = ", ".join(group.name for group in person.groups.all())
    duties = duties_of(person, on=timezone.localdate())
    context = {
        "person": person,
        "facts": [
            ("Name", person.get_full_name()),
            ("Username", person.username),
            ("Role", roles or "None yet"),
            ("Job title", person.job_title),
            ("Organisation", where or "Not stated", where.get_absolute_url() if may_read else ""),
            ("E-mail address", person.email or "None"),
        ],
        "duties": duties,
        "no_reminders": why_no_reminders(person, can_send=can_send()) if duties else "",
        "sends_figures_in": person.has_perm(RECORD),
    }
    return render(request, "your_account/page.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def email(request):
    person = known(request)
    form = EmailForm(
        request.POST if request.method == "POST" else None, request=request, user=person
    )
    if not form.is_bound or not form.is_valid():
        return render(request, "your_account/email.html", {"form": form, "person": person})
    facts = {key: form.cleaned_data[key] for key in ("email", "version")}
    try:
        changed, told = change_email(person, by=person, tell=tell, **facts)
    except EditedMeanwhile as meanwhile:
        now = meanwhile.record
        again = EmailForm(
            {"email": facts["email"], "version": now.version}, request=request, user=now
        )
        # Its password is asked for anew, without a message that it is missing.
        again.errors.clear()
        again.add_error("email", MEANWHILE.format(now.email or "empty"))
        context = {"form": again, "person": now}
        return render(request, "your_account/email.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, said_of(person, changed=changed, told=told))
    return redirect("your_account:page")


def said_of(person, *, changed, told):
    """`person` is as they were before."""
    if not changed:
        return "Your e-mail address is as it was: nothing was changed."
    if told:
        return f"Your e-mail address is changed. {person.email} was told."
    if person.email.strip():
        return f"Your e-mail address is changed. {person.email} could not be told."
    return "Your e-mail address is saved."


class ChangePassword(auth_views.PasswordChangeView):
    """Django's own view: this session goes on, and every other one of theirs ends."""

    template_name = "your_account/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("your_account:page")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request, "user": known(self.request)}

    def form_valid(self, form):
        answer = super().form_valid(form)
        said = "Your password is changed. Wherever else you were signed in, you are not now."
        messages.success(self.request, said)
        return answer
