"""Loading a file of boundaries: sent, shown as what it would do, and loaded once its sender agrees."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.received_files import takes_files
from places.boundaries.refusals import BoundaryFileRefused
from places.boundaries.sent import (
    OtherBoundaries,
    digest_of_plan,
    load_sent,
    plan_file,
    plan_sent,
    sent_by,
)
from places.models import Area, SentBoundaries
from safercornwall.pages.setting_up.areas import AT_ONCE, beside_field, has_places
from safercornwall.pages.setting_up.boundary_plan import facts_of, groups_of

MOST_BOUNDARIES = 25_000_000
MAY_LOAD = ["places.add_area", "places.add_areaboundary"]
NOTHING_WAITS = "No file waits to be loaded. Choose it here"


class BoundariesForm(forms.Form):
    """A boundary file of the Office for National Statistics, and where the places that it makes lie."""

    file = forms.FileField(
        label="The boundary file",
        help_text="A GeoJSON file in degrees (EPSG:4326), of up to 25 MB.",
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
        error_messages={
            **dict.fromkeys(("required", "invalid", "missing"), "Choose a file"),
            "empty": "The file is empty. Choose another",
        },
    )
    parent = forms.ModelChoiceField(
        Area.objects.none(),
        label="New places lie in",
        required=False,
        to_field_name="slug",
        empty_label="What the file says",
        error_messages={"invalid_choice": "Choose a place from the list"},
    )
    source = forms.CharField(
        label="Where the file comes from",
        help_text="As it is to be printed. For example, Office for National Statistics, December 2021.",
        max_length=200,
        error_messages={
            "required": "Enter where the file comes from",
            "max_length": "Enter at most 200 characters",
        },
    )

    beside = beside_field()

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["beside"].initial = has_places()
        parent: Any = self.fields["parent"]
        parent.queryset = Area.objects.exclude(kind__in=[Area.Kind.LSOA, Area.Kind.WARD])
        parent.label_from_instance = lambda area: area.named
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "See what it would do"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BOUNDARIES:
            raise ValidationError("The file is larger than 25 MB. Take a generalised edition")
        return file

    def clean_source(self) -> str:
        return " ".join(self.cleaned_data["source"].split())


@takes_files(lambda user: user.has_perms(MAY_LOAD), most=MOST_BOUNDARIES)
@permission_required(MAY_LOAD, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    form = BoundariesForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        said = form.cleaned_data
        try:
            plan_file(
                said["file"].chunks(),
                parent=said["parent"],
                source=said["source"],
                by=request.user,
                file_name=str(said["file"].name),
                beside=said["beside"],
            )
        except (BoundaryFileRefused, ValidationError) as why:
            form.add_error("file", _told(why))
        else:
            return redirect("setting_up:boundaries_preview")
    return render(request, "setting_up/boundaries.html", {"form": form})


@permission_required(MAY_LOAD, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def boundaries_preview(request: HttpRequest) -> HttpResponse:
    """What the file that this person sent would do. A POST does it, unless it would do something else by now."""
    sent = sent_by(request.user)
    if sent is None:
        messages.info(request, NOTHING_WAITS)
        return redirect("setting_up:boundaries")
    try:
        return _load(request, sent) if request.method == "POST" else _show(request, sent)
    except (BoundaryFileRefused, ValidationError) as why:
        for told in _told(why):
            messages.error(request, told)
    except IntegrityError:
        messages.error(request, AT_ONCE)
    return redirect("setting_up:boundaries")


def _show(request: HttpRequest, sent: SentBoundaries) -> HttpResponse:
    plan = plan_sent(sent)
    context = {
        "facts": facts_of(plan),
        "groups": groups_of(plan),
        "report": plan.report,
        "changes_nothing": plan.changes_nothing,
        "seen": digest_of_plan(plan),
    }
    return render(request, "setting_up/boundaries_preview.html", context)


def _load(request: HttpRequest, sent: SentBoundaries) -> HttpResponse:
    try:
        plan = load_sent(sent, seen=request.POST.get("seen", ""), by=request.user)
    except OtherBoundaries:
        messages.warning(
            request,
            "Nothing is loaded: the places changed since you looked. This is what it would do now.",
        )
        return _show(request, sent)
    messages.success(request, f"{plan.report}.")
    return redirect("setting_up:page")


def _told(why: BoundaryFileRefused | ValidationError) -> list[str]:
    return list(getattr(why, "messages", None) or [str(why)])
