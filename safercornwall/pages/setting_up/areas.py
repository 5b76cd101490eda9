"""Adding many places at once, from a list that somebody types, pastes or sends: shown first, then added."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
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
from performance.uploads.files import FileRefused, read_table
from places.adding import PlaceListPlan, add_places, plan_places
from places.area_list import PlaceListRefused, read_places
from places.models import Area

MOST_TEXT = 500_000
SHEETS = (".xlsx", ".ods", ".xls")
# More places than anybody looks through.
MOST_SHOWN = 500
AT_ONCE = "Somebody else added places at the same moment. Send yours again"


def beside_field() -> forms.BooleanField:
    """Asked of every list and file of places."""
    return forms.BooleanField(
        label="New places that lie in nothing are beside our partnership",
        help_text="Another partnership’s, or wider than ours. They count in no total, map or ranking of ours.",
        required=False,
    )


class AreasForm(forms.Form):
    """A list of places, typed or as a file."""

    listed = forms.CharField(
        label="Places",
        help_text="One on each line: its name, its kind, what it lies in and its code, with commas between them.",
        required=False,
        # Lines are counted as the person sees them.
        strip=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"max_length": "The list is too long. Add it in parts"},
    )
    file = forms.FileField(
        label="Or a file with the same columns",
        help_text="An .xlsx, .ods or .csv file. The first line may head its columns name, kind, parent and code, in any order.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.ods"}),
        error_messages={"empty": "The file is empty. Choose another"},
    )
    beside = beside_field()
    file_name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["beside"].initial = has_places()
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "See what it would do"))

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > MOST_TEXT:
            raise ValidationError("The file is too long. Add its places in parts")
        if Path(file.name).suffix.lower() in SHEETS:
            return _text_of_sheet(file)
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError("The file is not UTF-8 text. Save it as CSV UTF-8") from None

    def clean(self) -> Any:
        said = super().clean() or {}
        listed, file = said.get("listed", ""), said.get("file", "")
        if self.errors:
            return said
        if bool(listed.strip()) == bool(file.strip()):
            self.add_error("listed", "Write the places here, or choose a file, and not both")
            return said
        try:
            said["places"] = read_places(file or listed)
        except PlaceListRefused as refused:
            self.add_error("listed" if listed.strip() else "file", refused.errors)
        return said

    @property
    def text(self) -> str:
        """The list, from wherever it came."""
        return self.cleaned_data["file"] or self.cleaned_data["listed"]

    @property
    def called(self) -> str:
        """The name of the file; empty where the list was typed."""
        file = self.files.get("file")
        return str(file.name if file else self.cleaned_data["file_name"])


def has_places() -> bool:
    return Area.objects.of_partnership().exists()


def _text_of_sheet(file: UploadedFile) -> str:
    """The first sheet of a workbook that is not blank, as text. It is opened in confinement, as every workbook is."""
    with tempfile.TemporaryDirectory(prefix="places-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(file.read())
        try:
            with read_table(path, str(file.name)) as table:
                sheet = next((one for one in table.sheets if one.filled), None)
                return _as_text(table.rows(sheet)) if sheet else ""
        except FileRefused as refused:
            raise ValidationError(refused.message) from None


def _as_text(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> str:
    """Blank lines stand for rows that are not there, so that lines are counted as the person sees them."""
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    at = 1
    for number, cells in rows:
        lines.write("\n" * (number - at))
        writer.writerow([" ".join(str("" if cell is None else cell).split()) for cell in cells])
        at = number + 1
    return lines.getvalue()


@takes_files(lambda user: user.has_perm("places.add_area"), most=MOST_TEXT)
@permission_required("places.add_area", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: HttpRequest) -> HttpResponse:
    """What a list would do is shown first. A POST that agrees to it does it, unless it would do something else by now."""
    form = AreasForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            plan = plan_places(form.cleaned_data["places"], beside=form.cleaned_data["beside"])
            if plan.digest != request.POST.get("seen"):
                return _show(request, form, plan)
            load = add_places(plan, by=request.user, file_name=form.called)
        except PlaceListRefused as refused:
            form.add_error("file" if form.cleaned_data["file"] else "listed", refused.errors)
        except IntegrityError:
            form.add_error(None, AT_ONCE)
        else:
            messages.success(request, f"{load.report}.")
            return redirect("setting_up:page")
    context = {"form": form, "kinds": Area.Kind.labels}
    return render(request, "setting_up/areas.html", context)


def _show(request: HttpRequest, form: AreasForm, plan: PlaceListPlan) -> HttpResponse:
    context = {
        "plan": plan,
        "rows": plan.new[:MOST_SHOWN],
        "more": max(0, len(plan.new) - MOST_SHOWN),
        "text": form.text,
        "called": form.called,
        "beside": form.cleaned_data["beside"],
        "moved_on": bool(request.POST.get("seen")),
    }
    return render(request, "setting_up/areas_preview.html", context)
