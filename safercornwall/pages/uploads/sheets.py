"""Which sheets of a workbook are read and in which rows their headings are, chosen by looking at the first rows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from performance.cells.cell import column_letters
from performance.models import Upload
from performance.uploads import reading
from performance.uploads.layout.layouts import ChosenSheet, StoredLayout
from performance.uploads.layout.remembered_sheets import headings_like, offered_sheets
from performance.uploads.layout.sheets import (
    COLUMNS_SHOWN,
    MOST_SHEETS,
    FirstRow,
    SheetPreview,
    previews_of,
)
from performance.uploads.refusals import NotNow
from performance.uploads.stages import seen_of
from safercornwall.pages.uploads.columns import listed, upload_and_day
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


@dataclass(frozen=True)
class AlikeSheets:
    """Sheets that look alike, by their numbers on the page, and their names."""

    numbers: Sequence[int]
    names: str
    field: str
    is_ticked: bool

    def __len__(self) -> int:
        return len(self.numbers)


class SheetsForm(forms.Form):
    """For each sheet whether it is read, and which of its first rows are headings."""

    def __init__(
        self, data: Any = None, *, previews: Sequence[SheetPreview], upload: Upload
    ) -> None:
        super().__init__(data)
        self.previews = previews
        stored = StoredLayout.of(upload).chosen
        self._chosen = {one.name: one.heading_rows for one in stored}
        offered = None if stored else offered_sheets(upload, previews)
        if offered:
            self._chosen = dict(offered.heading_rows)
        self.ticked_as = upload_and_day(offered.named_for) if offered else ""
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

        self.alike = list(self._groups(data or {}))
        for group in self.alike:
            self.fields[group.field] = forms.BooleanField(required=False)

    def _is_read(self, preview: SheetPreview) -> bool:
        if self._chosen:
            return preview.name in self._chosen
        return preview.name[:100] == self._sheet

    def _heading_rows(self, preview: SheetPreview) -> tuple[int, ...]:
        return self._chosen.get(preview.name, preview.heading_rows)

    def _groups(self, data: Mapping[str, Any]) -> Iterator[AlikeSheets]:
        """Sheets whose headings are the same but for numbers and months, three or more of them."""
        groups: dict[Any, list[int]] = defaultdict(list)
        for number, preview in enumerate(self.previews):
            rows = self._heading_rows(preview)
            groups[rows, headings_like(preview, rows)].append(number)
        for numbers in groups.values():
            if len(numbers) > _FEW - 1:
                names = [self.previews[number].name for number in numbers]
                field = f"alike_{numbers[0]}"
                yield AlikeSheets(
                    numbers, listed([f"“{name}”" for name in names]), field, field in data
                )

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
        for group in self.alike:
            for number in group.numbers if cleaned.get(group.field) else ():
                cleaned[f"read_{number}"] = True
                rows = cleaned.get(f"rows_{number}")
                cleaned[f"rows_{number}"] = rows or list(
                    map(str, self._heading_rows(self.previews[number]))
                )
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
    previews = previews_of(upload)
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
