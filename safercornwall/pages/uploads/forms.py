"""What people fill in about uploads."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from performance.models import Upload
from performance.uploads.files.kinds import EXTENSIONS
from performance.uploads.files.limits import MAX_FILE_BYTES
from performance.uploads.permissions import kinds_for

ENDINGS = tuple(ending for endings in EXTENSIONS.values() for ending in endings)
LARGEST = f"{MAX_FILE_BYTES // 1_000_000} MB"


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

    def ask_about_the_same_file(self) -> None:
        """Show the box to tick. A browser does not keep the file, so that it is chosen again too."""
        self.fields["again"].widget = forms.CheckboxInput()
        self.add_error(
            "again",
            "This file was uploaded before. Look at that upload, or choose the file again and tick this box",
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, strip=True, required=False
    )

    def __init__(self, *args: Any, label: str, hint: str, missing: str, needed: bool) -> None:
        super().__init__(*args)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label, hint, needed
        field.error_messages["required"] = missing
        field.error_messages["max_length"] = "Give the reason in at most 2,000 characters"
        self.helper = FormHelper()
        self.helper.form_method = "post"


class ApplyForm(ReasonForm):
    def __init__(self, *args: Any, upload: Upload, needed: bool, **kwargs: Any) -> None:
        super().__init__(
            *args,
            needed=needed,
            label="Why are figures that the board has seen changed?",
            hint="Kept with each changed figure, and shown beside it.",
            missing="Enter the reason for changing figures that the board has seen",
        )
        if not needed:
            del self.fields["reason"]
        self.helper.form_action = f"{upload.get_absolute_url()}apply/"
        self.helper.add_input(Submit("apply", "Apply all of it"))


class UndoForm(ReasonForm):
    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        super().__init__(
            *args,
            needed=True,
            label="Why is it taken back?",
            hint="Every figure returns to what it was. What others have changed since is kept, and named.",
            missing="Enter the reason for taking it back",
        )
        self.helper.form_action = f"{upload.get_absolute_url()}undo/"
        self.helper.add_input(Submit("undo", "Take it back", css_class="warning"))
