"""Which sheets of a workbook are read and in which rows their headings are, chosen by looking at the first rows of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from performance.cells.cell import column_letters
from performance.models import Upload, UploadFile
from performance.uploads import reading
from performance.uploads.layout.layouts import ChosenSheet, StoredLayout
from performance.uploads.layout.sheets import COLUMNS_SHOWN, MOST_SHEETS, FirstRow, SheetPreview
from performance.uploads.refusals import NotNow
from performance.uploads.stages import seen_of
from safercornwall.pages.uploads.columns import listed
from safercornwall.pages.uploads.steps import may_be_read_otherwise, read_otherwise, step

# Beside each other on one page without being folded.
_FEW = 3


@dataclass(frozen=True)
class OfferedSheet:
    """One sheet of the page: its first rows, and what is ticked of it."""

    number: int
    preview: SheetPreview
    is_read: bool
    heading_rows: frozenset[int]
    is_open: bool
    errors: Sequence[str]

    @property
    def name(self) -> str:
        return self.preview.name or "the file"

    @property
    def of(self) -> str:
        return f" of {self.preview.name}" if self.preview.name else ""

    @property
    def caption(self) -> str:
        return f"First rows of {self.name}"

    @property
    def title(self) -> str:
        """What stands over the headings: the first words of the sheet that are alone in their row."""
        headings = min(self.preview.heading_rows, default=0)
        alone = (
            words[0]
            for row in self.preview.first
            if row.number < headings and len(words := [one for one in row.cells if one]) == 1
        )
        return next(alone, "")

    @property
    def letters(self) -> list[str]:
        shown = min(self.preview.columns, COLUMNS_SHOWN)
        return [column_letters(place + 1) for place in range(shown)]

    @property
    def more_columns(self) -> int:
        return max(0, self.preview.columns - COLUMNS_SHOWN)

    @property
    def rows(self) -> list[tuple[FirstRow, bool]]:
        return [(row, row.number in self.heading_rows) for row in self.preview.first]


class SheetsForm(forms.Form):
    """For each sheet whether it is read, and which of its first rows are headings."""

    def __init__(
        self, data: Any = None, *, previews: Sequence[SheetPreview], upload: Upload
    ) -> None:
        super().__init__(data)
        self.previews = previews
        self._stored = {one.name: one for one in StoredLayout.of(upload).chosen}
        # What has been asked about alone may be the wrong sheet.
        is_read = StoredLayout.of(upload).layout is not None or len(previews) == 1
        self._sheet = upload.sheet if is_read else None
        for number, preview in enumerate(previews):
            fields: dict[str, Any] = self.fields
            fields[f"read_{number}"] = forms.BooleanField(
                required=False, initial=self._is_read(preview)
            )
            rows = [(str(row.number), f"Row {row.number}") for row in preview.first]
            fields[f"rows_{number}"] = forms.MultipleChoiceField(
                choices=rows,
                required=False,
                initial=list(map(str, self._heading_rows(preview))),
                error_messages={"invalid_choice": "Tick heading rows among those that are shown"},
            )

    def _is_read(self, preview: SheetPreview) -> bool:
        if self._stored:
            return preview.name in self._stored
        return preview.name[:100] == self._sheet

    def _heading_rows(self, preview: SheetPreview) -> tuple[int, ...]:
        chosen = self._stored.get(preview.name)
        return chosen.heading_rows if chosen else preview.heading_rows

    @property
    def sheets(self) -> list[OfferedSheet]:
        return [self._offered(number, one) for number, one in enumerate(self.previews)]

    def _offered(self, number: int, preview: SheetPreview) -> OfferedSheet:
        is_read = bool(self[f"read_{number}"].value())
        rows = frozenset(
            int(one) for one in self[f"rows_{number}"].value() or () if one.isdecimal()
        )
        errors = [*self[f"read_{number}"].errors, *self[f"rows_{number}"].errors]
        few = len(self.previews) <= _FEW
        return OfferedSheet(number, preview, is_read, rows, few or is_read or bool(errors), errors)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        read = [n for n in range(len(self.previews)) if cleaned.get(f"read_{n}")]
        if not read and self.previews:
            self.add_error("read_0", "Tick at least one sheet")
        for number in read:
            if not cleaned.get(f"rows_{number}") and f"rows_{number}" not in self.errors:
                name = self.previews[number].name
                words = "Tick the row of the headings" + (f" of {name}" if name else "")
                self.add_error(f"rows_{number}", words)
        return cleaned

    @property
    def chosen(self) -> list[ChosenSheet]:
        return [
            ChosenSheet(one.name, tuple(sorted(map(int, self.cleaned_data[f"rows_{number}"]))))
            for number, one in enumerate(self.previews)
            if self.cleaned_data[f"read_{number}"]
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each error with the box to tick."""
        found = []
        for name, errors in self.errors.items():
            kind, _, number = name.partition("_")
            first = self.previews[int(number)].first
            row = f"-{first[0].number}" if kind == "rows" and first else ""
            found += [(str(error), f"{kind}-{number}{row}") for error in errors]
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@step
def upload_sheets(request: HttpRequest, upload: Upload) -> HttpResponse:
    """The first rows of each sheet with numbers. A POST has those that are ticked read."""
    may_be_read_otherwise(upload, "The sheets of this upload cannot be chosen now.")
    kept = UploadFile.objects.filter(upload=upload).values_list("preview", flat=True).first()
    previews = [SheetPreview.from_json(one) for one in kept or ()]
    if not previews:
        raise NotNow("The file has one sheet, and its headings are known.")
    offered = [one for one in previews if one.has_numbers] or previews
    form = SheetsForm(
        request.POST if request.method == "POST" else None,
        previews=offered[:MOST_SHEETS],
        upload=upload,
    )
    if form.is_bound and form.is_valid():
        then = _said(form.chosen)
        if back := read_otherwise(request, upload, reading.choose_sheets, form.chosen, then=then):
            return back
    context = {
        "form": form,
        "upload": upload,
        "seen": seen_of(upload),
        "passed_over": listed([f"“{one.name}”" for one in previews if one not in offered]),
        "more": len(offered) - len(form.previews),
    }
    return render(request, "uploads/sheets.html", context)


def _said(chosen: Sequence[ChosenSheet]) -> str:
    names = [f"“{one.name}”" for one in chosen if one.name]
    if not names:
        return "The file is read again by these headings. Nothing is saved yet."
    are = "is" if len(names) == 1 else "are"
    return f"{listed(names)} {are} read by these headings. Nothing is saved yet."
