"""New indicators from the values of a column: guessed for each name of the file, and confirmed in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from core.records.seen import FIELD
from performance.cells.lookups import Lookups, plain
from performance.cells.subjects import Subject
from performance.choices import Frequency, NumberKind, Polarity
from performance.models import Upload
from performance.uploads import reading
from performance.uploads.new_names import UnknownIndicator, unknown_indicators
from performance.uploads.refusals import NotNow
from performance.uploads.stages import seen_of
from places.models import Area
from priorities.models import Theme
from safercornwall.pages.components import indicator_fields
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.components.templatetags.govuk import error_summary
from safercornwall.pages.uploads.columns import are, counted
from safercornwall.pages.uploads.new_indicators_form import usual_area
from safercornwall.pages.uploads.steps import may_make_indicators, step

LONGEST_SHORT_NAME = 120


def _select(label: str, choices: Any, what: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), f"Choose {what} from the list"
        ),
    )


class NamedIndicatorForm(forms.Form):
    """One name of the file as an indicator. Of one that is not to be made nothing else is asked."""

    make = forms.BooleanField(label="Make it", required=False, initial=True)
    name = forms.CharField(
        label="Name",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter the name of the indicator",
            "max_length": "Enter a name of at most 250 characters",
        },
    )
    unit = forms.CharField(
        label="Unit",
        max_length=100,
        error_messages={
            "required": "Enter the unit, for example crimes",
            "max_length": "Give the unit in at most 100 characters",
        },
    )
    polarity = _select("Which way is good", Polarity.choices, "which way is good")
    number_kind = _select(
        "Kind of number", [(one.value, one.word) for one in NumberKind], "the kind of number"
    )
    frequency = _select("How often", Frequency.choices, "how often figures come")
    provider = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Who provides it",
        required=False,
        to_field_name="slug",
        empty_label=indicator_fields.NOT_STATED,
        error_messages={"invalid_choice": "Choose an organisation from the list"},
    )

    def __init__(self, *args: Any, unknown: UnknownIndicator, providers: Any, **more: Any) -> None:
        guessed = unknown.guessed
        initial = {
            "name": unknown.called or unknown.name,
            "unit": guessed.unit,
            "polarity": guessed.polarity,
            "number_kind": guessed.number_kind,
            "frequency": unknown.frequency,
            "provider": unknown.provider_among(providers[1]),
        }
        super().__init__(*args, initial=initial, **more)
        self.unknown = unknown
        for field in self.fields.values():
            # The table heads the column; who hears the page needs to know of which row it is, too.
            field.heading = field.label  # type: ignore[attr-defined]
            field.label = f"{field.label}: {unknown.name}"
        provider: Any = self.fields["provider"]
        provider.queryset, provider.choices = providers

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("make"):
            self._errors = forms.utils.ErrorDict()

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        is_other = plain(name) != plain(self.unknown.name)
        if is_other and not self.unknown.called and len(self.unknown.name) > LONGEST_SHORT_NAME:
            raise forms.ValidationError(
                "Keep the name that the file has. It can be changed on the indicator’s page later"
            )
        return name

    @property
    def facts(self) -> dict[str, Any]:
        """Under another name, the one of the file becomes its short name, so that the file still finds it; unless another
        indicator has that.
        """
        facts = {name: value for name, value in self.cleaned_data.items() if name != "make"}
        if self.unknown.called:
            facts["stands_for"] = self.unknown.name
        elif plain(facts["name"]) != plain(self.unknown.name):
            facts["short_name"] = self.unknown.name
        return facts


class OfAllForm(forms.Form):
    """What all of them have in common."""

    area = forms.ModelChoiceField(
        Area.objects.exclude(kind__in=[Area.Kind.LSOA, Area.Kind.WARD]),
        label="Which area are their headline figures for?",
        to_field_name="slug",
        empty_label="Choose an area",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose the area of the headline figures from the list"
        ),
    )
    provider = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Who provides them, where the table says nothing?",
        required=False,
        to_field_name="slug",
        empty_label=indicator_fields.NOT_STATED,
        error_messages={"invalid_choice": "Choose an organisation from the list"},
    )
    reporting_lag_days = indicator_fields.reporting_lag(
        "How many days after a period are they due?", "Without it they are never overdue."
    )
    source = indicator_fields.source("Where do the figures come from?", "")
    themes = forms.MultipleChoiceField(
        label="Which themes do they measure?",
        help_text="An indicator of no theme has its own page, and is on no board.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose themes from the list"},
    )

    def __init__(self, data: Any, *, themes: Sequence[Theme], providers: Any) -> None:
        super().__init__(data, prefix="all", initial={"area": usual_area()})
        fields: Any = self.fields
        fields["provider"].queryset, fields["provider"].choices = providers
        fields["area"].label_from_instance = lambda area: area.named
        self.theme_by_slug = {theme.slug: theme for theme in themes}
        fields["themes"].choices = [(theme.slug, theme.name) for theme in themes]

    def facts_with(self, facts: dict[str, Any]) -> dict[str, Any]:
        """With those of one indicator, which decide."""
        themes = [self.theme_by_slug[slug] for slug in self.cleaned_data["themes"]]
        provider = facts["provider"] or self.cleaned_data["provider"]
        return self.cleaned_data | {"themes": themes} | facts | {"provider": provider}


@require_http_methods(["GET", "HEAD", "POST"])
@step
def upload_indicators(request: HttpRequest, upload: Upload) -> HttpResponse:
    """The names that no indicator has, in one table; a POST makes those that are ticked."""
    if not may_make_indicators(request.user):
        raise PermissionDenied
    if upload.stage != Upload.Stage.CHECKED:
        raise NotNow("Indicators cannot be made for this upload now.")
    unknown = unknown_indicators(upload)
    if not unknown:
        raise NotNow(
            "Every name of an indicator that has a number beside it is known in this file."
        )
    data = request.POST if request.method == "POST" else None
    providers = _providers()
    rows = _rows(data, unknown, providers)
    of_all = OfAllForm(data, themes=themes_of(current_plan(request)), providers=providers)
    if data is not None and all([*[row.is_valid() for row in rows], of_all.is_valid()]):
        chosen = [row for row in rows if row.cleaned_data["make"]]
        if _are_one_each(chosen, of_all):
            made = reading.make_indicators(
                upload,
                [of_all.facts_with(row.facts) for row in chosen],
                by=request.user,
                seen=request.POST.get(FIELD, ""),
            )
            names = [one.name for one in made]
            messages.success(
                request,
                f"{counted(names)} {are(names)} made. They count nowhere until the file is applied.",
            )
            return redirect(upload)
    seen = seen_of(upload)
    problems = [problem for form in (*rows, of_all) for problem in error_summary(form)]
    context = {"upload": upload, "rows": rows, "of_all": of_all, "problems": problems, "seen": seen}
    return render(request, "uploads/indicators.html", context)


def _providers() -> tuple[Any, list[tuple[str, str]]]:
    """The organisations and the choices of them, looked up once for all rows."""
    organisations = Organisation.objects.all()
    names = organisations.values_list("slug", "name")
    return organisations, [("", indicator_fields.NOT_STATED), *names]


def _rows(
    data: Any, unknown: Sequence[UnknownIndicator], providers: Any
) -> list[NamedIndicatorForm]:
    """A row for each name, in the order of the file. What was `seen` tells of a file that was read anew meanwhile."""
    return [
        NamedIndicatorForm(data, prefix=f"row-{number}", unknown=one, providers=providers)
        for number, one in enumerate(unknown)
    ]


def _are_one_each(chosen: Sequence[NamedIndicatorForm], of_all: OfAllForm) -> bool:
    """Whether something is chosen, and nothing twice or there already; what is wrong stands at its field."""
    if not chosen:
        of_all.add_error(None, "Tick at least one of the names")
        return False
    lookups = Lookups("figures")
    alike = Counter(plain(row.cleaned_data["name"]) for row in chosen)
    is_right = True
    for row in chosen:
        name = row.cleaned_data["name"]
        if alike[plain(name)] > 1:
            row.add_error("name", "Two new indicators cannot have the same name")
        elif isinstance(lookups.subject(name), Subject):
            row.add_error("name", f"There is an indicator called {name} already")
        is_right = is_right and not row.errors
    return is_right
