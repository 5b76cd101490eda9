"""How a list of incidents is counted: which column says what type each was, where and when, and by which length of period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from performance.cells.lookups import Lookups, plain
from performance.choices import Frequency
from performance.models import Upload, UploadKind
from performance.uploads import reading
from performance.uploads.layout.incidents import incidents_in, positions_and_ids
from performance.uploads.layout.layouts import MOST_COLUMNS, Layout, StoredLayout
from performance.uploads.refusals import NotNow
from performance.uploads.stages import seen_of
from places.models import Area
from safercornwall.pages.uploads.columns_form import called
from safercornwall.pages.uploads.steps import may_be_read_otherwise, read_otherwise, step

_BY = (
    (Frequency.MONTH, "Month"),
    (Frequency.QUARTER, "Quarter: quarters that are not whole in the list are left out, and named"),
    (Frequency.YEAR, "Financial year: years that are not whole are left out, and named"),
)


class IncidentsForm(forms.Form):
    """A question for each part of a figure, and `layout`: the answers as the check reads them."""

    period = forms.ChoiceField(
        label="Which column says when?",
        help_text="A day, a time or a month.",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose the column that says when, from the list"
        ),
    )
    indicator = forms.ChoiceField(
        label="Which column says the type?",
        help_text="Each type becomes figures of the indicator that is called so. Types that no indicator is called after are asked about next.",
        required=False,
        error_messages={"invalid_choice": "Choose the column of the type from the list"},
    )
    all_of = forms.ChoiceField(
        label="If no column says the type, which indicator are they all of?",
        required=False,
        error_messages={"invalid_choice": "Choose the indicator from the list"},
    )
    area = forms.ChoiceField(
        label="Which column says where?",
        help_text="The code or the name of a place. Positions on the map are not read.",
        required=False,
        error_messages={"invalid_choice": "Choose the column of the place from the list"},
    )
    all_in = forms.ChoiceField(
        label="If no column says where, which place are they all in?",
        required=False,
        error_messages={"invalid_choice": "Choose the place from the list"},
    )
    count_by = forms.ChoiceField(
        label="Count them by",
        choices=_BY,
        widget=forms.RadioSelect,
        initial=Frequency.MONTH,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose what to count them by"
        ),
    )
    fills_zeros = forms.BooleanField(
        label="The list is complete: where a place of it has no incident of a type in a period, the figure is 0",
        required=False,
    )

    def __init__(self, data: Any = None, *, upload: Upload) -> None:
        super().__init__(data)
        self.headings = [str(one or "") for one in upload.headings[:MOST_COLUMNS]]
        self.width = len(upload.headings)
        self.stored = StoredLayout.of(upload)
        self._offer_columns()
        subjects = [(one.slug, one.name) for one in Lookups(upload.kind).subjects]
        self._choices("all_of", [("", "A column says so"), *subjects])
        areas = Area.objects.exclude(kind__in=[Area.Kind.LSOA, Area.Kind.WARD])
        named = [(one.slug, one.named) for one in areas.only("slug", "name", "kind")]
        self._choices("all_in", [("", "A column says so, or each indicator’s own"), *named])
        self._choose()

    def _offer_columns(self) -> None:
        marks = positions_and_ids(self.headings)
        columns = [
            (str(place), f"{called(place, heading)}{self._first_of(place)}")
            for place, heading in enumerate(self.headings)
            if place not in marks
        ]
        self._choices("period", [("", "Choose a column"), *columns])
        for name in ("indicator", "area"):
            self._choices(name, [("", "No column says so"), *columns])

    def _first_of(self, place: int) -> str:
        samples = self.stored.samples_of(len(self.headings))[place].samples
        return f" ({samples[0]})" if samples else ""

    def _choices(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _choose(self) -> None:
        """As it was counted before, else as the headings seem to say."""
        layout = self.stored.layout
        if layout and layout.count_by:
            self.initial = {
                **{role: str(place) for role, place in layout.columns.items()},
                "all_of": layout.constants.get("indicator", ""),
                "all_in": layout.constants.get("area", ""),
                "count_by": layout.count_by,
                "fills_zeros": layout.fills_zeros,
            }
            return
        found = incidents_in(self.headings, self.stored.samples_of(len(self.headings)))
        if found:
            places = {"period": found.when, "area": found.where, "indicator": found.type}
            self.initial = {role: str(n) for role, n in places.items() if n is not None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            not (cleaned.get("indicator") or cleaned.get("all_of"))
            and "indicator" not in self.errors
        ):
            self.add_error(
                "indicator",
                "Choose the column of the type, or the indicator that all of them are of",
            )
        used: dict[str, str] = {}
        for name in ("period", "indicator", "area"):
            place = cleaned.get(name)
            if place and place in used:
                self.add_error(
                    name, f"{called(int(place), self.headings[int(place)])} is chosen twice"
                )
            used[place or ""] = name
        return cleaned

    @property
    def layout(self) -> Layout:
        cleaned = self.cleaned_data
        roles = ("period", "indicator", "area")
        columns = {role: int(cleaned[role]) for role in roles if cleaned.get(role)}
        if "area" in columns and (name := self._name_beside(columns["area"])) is not None:
            columns["area_name"] = name
        alone = {"indicator": cleaned["all_of"], "area": cleaned["all_in"]}
        return Layout(
            shape="long",
            columns={**columns, "value": self.width},
            constants={role: said for role, said in alone.items() if said and role not in columns},
            heading_row=self.stored.heading_row,
            heading_above=self.stored.heading_above,
            count_by=cleaned["count_by"],
            fills_zeros=cleaned["fills_zeros"],
        )

    def _name_beside(self, place: int) -> int | None:
        """The column of names beside one of codes: "LSOA name" beside "LSOA code"."""
        words = [plain(one) for one in self.headings]
        stem = words[place].removesuffix(" code")
        beside = f"{stem} name"
        return words.index(beside) if stem != words[place] and beside in words else None


@require_http_methods(["GET", "HEAD", "POST"])
@step
def upload_incidents(request: HttpRequest, upload: Upload) -> HttpResponse:
    """How the incidents of the file are counted. A POST has them counted, and checked like any figures."""
    may_be_read_otherwise(upload, "The rows of this upload cannot be counted now.")
    if upload.kind != UploadKind.FIGURES:
        raise NotNow("Only a file of figures can be a list of incidents.")
    form = IncidentsForm(request.POST if request.method == "POST" else None, upload=upload)
    if form.is_bound and form.is_valid():
        then = "The incidents are counted. Nothing is saved yet."
        if back := read_otherwise(request, upload, reading.name_columns, form.layout, then=then):
            return back
    context = {"form": form, "upload": upload, "seen": seen_of(upload)}
    return render(request, "uploads/incidents.html", context)
