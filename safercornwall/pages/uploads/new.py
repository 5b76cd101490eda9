"""Upload a file, perhaps for a round: the address of the form names the round, and the session keeps it after that."""

from __future__ import annotations

from typing import Any, NamedTuple

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.periods import Period
from core.received_files import takes_files
from performance.models import Upload
from performance.rounds.quarters import quarter_from
from performance.uploads.files import FileRefused
from performance.uploads.files.limits import EXTENSIONS, MAX_FILE_BYTES
from performance.uploads.receiving import UploadedBefore, receive
from performance.uploads.rights import kinds_for
from safercornwall.pages.addresses import round_url
from safercornwall.pages.components.limits import keeps_limits

ENDINGS = tuple(ending for endings in EXTENSIONS.values() for ending in endings)
LARGEST = f"{MAX_FILE_BYTES // 1_000_000} MB"
_SESSION_KEY = "uploads_for_rounds"
_MOST = 20


class UploadForm(forms.Form):
    """A file and what is in it. `again` is asked for only when the same file came in before."""

    kind = forms.ChoiceField(
        label="What is in the file?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is in the file",
            "invalid_choice": "Choose what is in the file from the list",
        },
    )
    file = forms.FileField(
        label="The file",
        help_text=f"An Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or a .csv file, of up to {LARGEST}.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty. Check that it was saved, and choose it again",
            "invalid": "Choose a file",
            "missing": "Choose a file",
        },
    )
    again = forms.BooleanField(
        label="Upload it again: I know that it was uploaded before", required=False
    )

    def __init__(self, *args: Any, user: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_for(user)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = kind if kind in dict(kinds) else kinds[0][0]
        self.fields["again"].widget = forms.HiddenInput()
        self.helper = FormHelper()
        self.helper.add_input(Submit("upload", "Upload and check"))

    def confirm_same_file(self) -> None:
        """Show the box to tick. A browser does not keep the file, so that it is chosen again too."""
        self.fields["again"].widget = forms.CheckboxInput()
        self.add_error(
            "again",
            "This file was uploaded before. Look at that upload, or choose the file again and tick this box",
        )


@keeps_limits
@takes_files(lambda user: bool(kinds_for(user)), most=MAX_FILE_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.view_upload", raise_exception=True)
def upload_new(request):
    """A file comes in, and is looked at before anything is saved."""
    if not kinds_for(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, UploadForm(user=request.user, kind=request.GET.get("kind", "")))
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _page(request, form)
    earlier = None
    try:
        upload = receive(
            form.cleaned_data["file"],
            kind=form.cleaned_data["kind"],
            by=request.user,
            again=form.cleaned_data["again"],
        )
    except FileRefused as why:
        form.add_error("file", why.message)
    except UploadedBefore as same:
        earlier = same.earlier
        form.confirm_same_file()
    else:
        keep_round(request, upload)
        messages.success(request, f"{upload.file_name} is uploaded. Nothing is saved from it yet.")
        return redirect(upload)
    return _page(request, form, earlier)


def _page(request, form, earlier=None):
    context = {"form": form, "earlier": earlier, "round": round_requested(request)}
    return render(request, "uploads/new.html", context)


class ForRound(NamedTuple):
    period: Period
    url: str
    key: str


def round_requested(request: HttpRequest) -> ForRound | None:
    return _round(request.GET.get("round", ""))


def round_of(request: HttpRequest, upload: Upload) -> ForRound | None:
    """The one that led this person to upload it."""
    return _round(request.session.get(_SESSION_KEY, {}).get(str(upload.pk), ""))


def keep_round(request: HttpRequest, upload: Upload) -> None:
    if round_requested(request):
        kept: dict[str, Any] = request.session.get(_SESSION_KEY, {})
        newest = dict(list(kept.items())[-(_MOST - 1) :])
        request.session[_SESSION_KEY] = newest | {str(upload.pk): request.GET["round"]}


def _round(key: str) -> ForRound | None:
    quarter = quarter_from(key)
    return ForRound(quarter, round_url(quarter), key) if quarter else None
