"""Officers correct an update that was posted. What it said before stays in the history of its project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.limits import must_be_theirs
from projects.actions import UpdateCorrection, correct_update
from projects.models import ProjectStatus
from safercornwall.pages.components.editing.drafts import sent
from safercornwall.pages.components.editing.forms import LONGEST_REASON, say_why
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.projects.page import find_project
from safercornwall.pages.projects.update import MAY_WRITE, UpdateForm, answer


class CorrectionForm(UpdateForm):
    """Its day stays. The status of the update that closed the project goes with the project."""

    reason = forms.CharField(
        label="Why you changed it",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Kept in the history of the project, beside your name. Needed only where the status changes.",
    )

    class Meta(UpdateForm.Meta):
        fields = ("status", "text", "what_next", "forecast_end_on")
        help_texts = {
            "status": "The project takes it too, if it still has the status of this update and no later one is there.",
            "forecast_end_on": "Leave it empty where there is no forecast.",
        }

    def offer(self) -> None:
        super().offer()
        if self.initial["status"] == ProjectStatus.CLOSED:
            del self.fields["status"]

    def clean(self) -> None:
        moved = self.cleaned_data.get("status", self.initial["status"]) != self.initial["status"]
        if moved and not self.cleaned_data.get("reason"):
            self.add_error("reason", say_why())

    @property
    def correction(self) -> UpdateCorrection:
        return UpdateCorrection(**{"status": self.initial["status"]} | self.contents)


@keeps_limits
@permission_required(MAY_WRITE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_project_update(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = find_project(slug, request.user)
    must_be_theirs(request.user, project)
    update: Any = next((row for row in project.updates.all() if row.pk == number), None)
    if update is None:
        raise Http404("The project has no such update.")
    fields = CorrectionForm.Meta.fields
    form = CorrectionForm(sent(request), initial={name: getattr(update, name) for name in fields})

    def save(version: int) -> str:
        saved = correct_update(
            update,
            form.correction,
            version=version,
            by=request.user,
            reason=form.cleaned_data["reason"] or "Update corrected",
        )
        done = "is corrected" if saved.changes else "is as it was: nothing was changed"
        return f"The update of {update.on:%-d %B %Y} {done}."

    return answer(request, project, form, "projects/correct.html", save, update=update)
