"""What was loaded of places, by whom and when; and taking it back."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from performance.models import StagedRow
from performance.uploads.upload_indicators import OPEN
from places.loads import undo_load, what_hangs_on
from places.models import AreaLoad
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in

MAY_LOAD = ["places.add_area", "places.add_areaboundary"]
# More names than anybody looks through.
MOST_NAMES = 500


class TakeBackForm(forms.Form):
    """Why a load is taken back."""

    reason = forms.CharField(
        label="Why is it taken back?",
        help_text="Administrators can read it.",
        max_length=500,
        error_messages={
            "required": "Say why it is taken back",
            "max_length": "Give the reason in at most 500 characters",
        },
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Take it back"))


@permission_required(MAY_LOAD, raise_exception=True)
@require_safe
def loads(request: HttpRequest) -> HttpResponse:
    found = AreaLoad.objects.select_related("loaded_by", "undone_by")
    slim = found.defer("made", "replaced", "touched", "names")
    return render(request, "setting_up/loads.html", {"loads": slim[:200]})


@permission_required(MAY_LOAD, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in
def load_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What one load did, and the form that takes it back; why it cannot be, where it cannot."""
    load = get_object_or_404(AreaLoad.objects.select_related("loaded_by", "undone_by"), pk=pk)
    form = TakeBackForm(*((request.POST,) if request.method == "POST" else ()))
    hanging = [] if load.undone_at else [*what_hangs_on(load), *_waiting_for(load)]
    if form.is_valid() and not hanging:
        try:
            undo_load(load, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as why:
            hanging = why.messages
        else:
            messages.success(request, f"{load} is taken back.")
            return redirect("setting_up:loads")
    context = {
        "load": load,
        "form": form,
        "hanging": hanging,
        "names": load.names[:MOST_NAMES],
        "more": max(0, len(load.names) - MOST_NAMES),
    }
    return render(request, "setting_up/load_undo.html", context)


def _waiting_for(load: AreaLoad) -> list[str]:
    """Uploads that are checked and would put figures on its places."""
    rows = StagedRow.objects.filter(upload__stage__in=OPEN, area__in=load.made["areas"])
    names = sorted(set(rows.order_by().values_list("upload__file_name", flat=True)))
    return [
        f"“{name}” would put figures on its places. Apply or discard it first." for name in names
    ]
