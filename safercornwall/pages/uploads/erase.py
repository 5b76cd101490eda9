"""Erasing what is in a file, for whoever looks after the records."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.records.seen import seen_field
from performance.models import Upload
from performance.uploads.erasing import (
    REDACTED,
    SHEET,
    ErasureRequest,
    MovedOn,
    erase,
    names_its_sheet,
)
from performance.uploads.receiving import LONGEST_NAME, plain_name
from performance.uploads.refusals import NotNow
from performance.uploads.stages import seen_of
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.uploads.page import find


class EraseForm(forms.Form):
    """`stage` is the one that the page around it speaks of, whatever was sent."""

    stage = forms.CharField(widget=forms.HiddenInput)
    seen = seen_field()
    reason = forms.CharField(
        label="Why is it erased?",
        help_text="Everybody can read this. Do not repeat what is to be erased.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter the reason for erasing it",
            "max_length": "Give the reason in at most 2,000 characters",
        },
    )
    name = forms.CharField(
        label="What the file is called from now on",
        help_text="Change it only if the name itself holds something personal. The old name is not kept.",
        max_length=LONGEST_NAME,
        error_messages={
            "required": "Enter what the file is called from now on",
            "max_length": f"Use at most {LONGEST_NAME} characters for the name",
        },
    )
    with_comments = forms.BooleanField(
        label="Write over the comments that came with it too",
        help_text=f"Its comments then read “{REDACTED}” wherever they stand, in every revision. The figures stay.",
        required=False,
    )

    with_sheet = forms.BooleanField(
        label="Take the name of the sheet out of the names of cells too",
        help_text=f"The cells that figures stood in are then called “{SHEET}!D14” and so on.",
        required=False,
    )

    def __init__(self, data: Any, *, upload: Upload, has_comments: bool, names_sheet: bool) -> None:
        if data is not None:
            data = data.copy()
            data["stage"] = upload.stage
        first = {"name": upload.file_name, "stage": upload.stage, "seen": seen_of(upload)}
        super().__init__(data, initial=first)
        if not has_comments:
            del self.fields["with_comments"]
        if not names_sheet:
            del self.fields["with_sheet"]
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.add_input(Submit("erase", "Erase its content", css_class="warning"))

    def clean_name(self) -> str:
        return plain_name(self.cleaned_data["name"])

    @property
    def request(self) -> ErasureRequest:
        cleaned = self.cleaned_data
        return ErasureRequest(
            cleaned["reason"],
            cleaned["name"],
            with_comments=cleaned.get("with_comments", False),
            with_sheet=cleaned.get("with_sheet", False),
        )


MOST_COPIES = 20


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(["performance.view_upload", "performance.add_erasure"], raise_exception=True)
@fresh_sign_in
def upload_erase(request, pk):
    """What goes and what stays is said first; it cannot be brought back."""
    upload = find(pk)
    form = _form(request, upload)
    if not form.is_valid():
        return _page(request, upload, form)
    try:
        erase(
            upload,
            form.request,
            by=request.user,
            expected_stage=request.POST.get("stage", ""),
            seen=form.cleaned_data["seen"],
        )
    except MovedOn as why:
        messages.error(request, str(why))
        upload = find(pk)
        return _page(request, upload, _form(request, upload))
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "The content of the file is erased.")
    return redirect(upload)


def _form(request, upload):
    data = request.POST if request.method == "POST" else None
    # Of what is no evidence both go unasked.
    has_comments = upload.is_evidence and upload.rows.exclude(comment="").exists()
    names_sheet = upload.is_evidence and names_its_sheet(upload)
    return EraseForm(data, upload=upload, has_comments=has_comments, names_sheet=names_sheet)


def _page(request, upload, form):
    copies = Upload.objects.filter(sha256=upload.sha256, file__isnull=False)
    context = {
        "upload": upload,
        "form": form,
        "is_open": upload.stage not in (Upload.Stage.REFUSED, Upload.Stage.DISCARDED),
        "copies": copies.exclude(pk=upload.pk).order_by("uploaded_at")[:MOST_COPIES],
    }
    return render(request, "uploads/erase.html", context)
