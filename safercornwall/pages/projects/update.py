"""Officers write how a project is doing here, each quarter, and close it with what was learned."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.form_drafts import drop_draft
from accounts.limits import must_be_theirs
from core.documents.actions import ChangedSince, Gone
from core.documents.merging import Difference
from core.documents.writing import Refused
from priorities.clocks import clocks_of
from projects.actions import SHAPE, NewUpdate, close_project, write_update
from projects.models import Project, ProjectStatus, ProjectUpdate
from safercornwall.pages.components.editing.drafts import draft_offered, leave_unchecked, sent
from safercornwall.pages.components.editing.fields import LONGEST_TEXT, DayField
from safercornwall.pages.components.editing.form_pages import number_of, people_of
from safercornwall.pages.components.editing.forms import OUT_OF_DATE, DocumentForm
from safercornwall.pages.components.editing.wording import ChangeInWords, ChangeWords
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.templatetags.govuk import error_summary
from safercornwall.pages.projects.edit import EDITOR
from safercornwall.pages.projects.forms import UPDATE_LABELS
from safercornwall.pages.projects.page import find_project

MAY_WRITE = ("projects.add_projectupdate", "projects.change_project")
IN_DELIVERY = [choice for choice in ProjectStatus.choices if choice[0] != ProjectStatus.CLOSED]


def _not_to_come(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError("Choose a day that has come: no later than today")
    return day


class UpdateForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = ProjectUpdate
        fields = ("on", "status", "text", "what_next", "forecast_end_on")
        labels = UPDATE_LABELS
        help_texts = {
            "status": "Each theme that lists it with its present status takes the new one.",
            "forecast_end_on": "Leave it empty where there is no forecast.",
        }
        widgets = {"status": forms.RadioSelect}

    def offer(self) -> None:
        status: Any = self.fields["status"]
        status.choices = IN_DELIVERY

    def clean_on(self) -> date:
        return _not_to_come(self.cleaned_data["on"])

    @property
    def update(self) -> NewUpdate:
        return NewUpdate(**self.contents)


class ClosingForm(DocumentForm):
    achieved = forms.CharField(
        label="What it achieved",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="This becomes its last update.",
    )
    closed_on = DayField(label="Day it was closed")

    class Meta(DocumentForm.Meta):
        model = Project
        fields = ("closed_on", "lessons")
        labels = {"lessons": "What was learned"}
        help_texts = {
            "lessons": "For whoever plans the next project like it. Everybody can search these.",
        }

    field_order = ("closed_on", "achieved", "lessons")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lessons"].required = True

    def clean_closed_on(self) -> date:
        return _not_to_come(self.cleaned_data["closed_on"])


@keeps_limits
@permission_required(MAY_WRITE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def write_project_update(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(slug, request.user)
    must_be_theirs(request.user, project)
    if closed := _told_that_it_is_closed(request, project):
        return closed
    shown = {
        "on": _day_of_view(request),
        "status": project.status,
        "forecast_end_on": project.forecast_end_on or project.ends_on,
    }
    form = UpdateForm(sent(request), initial=shown)

    def save(version: int) -> str:
        write_update(project, form.update, version=version, by=request.user)
        return f"The update of “{project}” is saved."

    return answer(request, project, form, "projects/update.html", save)


@keeps_limits
@permission_required(MAY_WRITE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(slug, request.user)
    must_be_theirs(request.user, project)
    if closed := _told_that_it_is_closed(request, project):
        return closed
    shown = {"closed_on": _day_of_view(request), "lessons": project.lessons}
    form = ClosingForm(sent(request), initial=shown)

    def save(version: int) -> str:
        said = form.cleaned_data
        close_project(
            project,
            on=said["closed_on"],
            achieved=said["achieved"],
            lessons=said["lessons"],
            version=version,
            by=request.user,
        )
        return f"The project “{project}” is closed."

    return answer(request, project, form, "projects/close.html", save)


def _in_words(changed: ChangedSince, taken: list[Difference]) -> list[ChangeInWords]:
    contents = [changed.merged.contents]
    return ChangeWords(SHAPE, taken, forms=EDITOR.words, contents=contents).changes(taken)


def answer(
    request: HttpRequest, project: Any, form: Any, template: str, save: Any, **shown: Any
) -> HttpResponse:
    """The page of the form, or where it leads once `save` has saved it. `save` takes the version that was seen."""
    held = sent(request)
    version = number_of(held.get("version")) if held is not None else 0
    context = {
        "draft": draft_offered(request),
        "plan": current_plan(request),
        "project": project,
        "form": form,
        "version": version or project.version,
        "last": next(iter(project.updates.all()), None),
        **shown,
    }
    if held is not None and request.method != "POST":
        leave_unchecked([form])
    if request.method != "POST" or not form.is_valid():
        return render(request, template, context | {"problems": error_summary(form)})
    try:
        told = save(version)
    except ChangedSince as changed:
        taken = changed.merged.taken
        context |= {
            "version": changed.record.version,
            "taken": _in_words(changed, taken),
            "who": people_of(changed.others),
        }
        return render(request, template, context, status=HTTPStatus.CONFLICT)
    except Refused as refused:
        form.add_error(None, "; ".join(text for texts in refused.errors.values() for text in texts))
    except Gone:
        form.add_error(None, OUT_OF_DATE)
    else:
        drop_draft(request.user, request.path)
        messages.success(request, told)
        return redirect(project.get_absolute_url())
    return render(request, template, context | {"problems": error_summary(form)})


def _told_that_it_is_closed(request: HttpRequest, project: Any) -> HttpResponse | None:
    if project.status != ProjectStatus.CLOSED:
        return None
    messages.info(request, "The project is closed. Change its status on its edit page first.")
    return redirect(project.get_absolute_url())


def _day_of_view(request: HttpRequest) -> date:
    """The day that the plan describes, where it has come."""
    return min(clocks_of(current_plan(request)).as_at, timezone.localdate())
