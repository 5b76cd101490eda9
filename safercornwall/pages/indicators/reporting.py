"""The reporting arrangements of an indicator: who provides its figures, how often, by when, and who sends them in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.limits import choose_theirs, given_away, must_be_theirs, offer_theirs
from core.records.versions import EditedSince
from performance.indicators.people import who_may_record
from performance.indicators.reporting_actions import ARRANGEMENTS, arrange_reporting
from performance.models import Indicator
from performance.reminders.missing_figures import person_of
from performance.reminders.rule import BOTH_FROM, STEPS, people_to_remind
from performance.standings.standing import current_standing, with_figures
from priorities.clocks import clocks_of
from safercornwall.pages.components import indicator_fields
from safercornwall.pages.components.indicator_in_view import find_indicator
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.indicators.due import due_words
from safercornwall.pages.indicators.reporting_changes import conflicts_of, history_of, merged

STORED = {*ARRANGEMENTS, "version"}
CHANGED = "This was changed since you opened the page, and nothing of yours is saved yet. Look at what changed, and save again"
OUT_OF_DATE = "This page is out of date. Open it again, and make the change there"


class ReportingForm(forms.Form):
    """Once valid, `arrangements` are the chosen values, and `version_seen` is the version that the person edited."""

    provider = indicator_fields.provider(
        "Who provides the figure?", "The organisation that it comes from."
    )
    frequency = indicator_fields.frequency(
        "How often is there a figure?", what="how often there is a figure"
    )
    reporting_lag_days = indicator_fields.reporting_lag(
        "How many days after the end of its period is a figure due?",
        "With 30, the figure for April to June is due on 30 July. With nothing here no figure is ever late,"
        " and nobody is reminded.",
    )
    owner = indicator_fields.PersonField(
        "Who sends the figure in?",
        "The owner is reminded by e-mail 14 and 3 days before a figure is due, and 1, 7 and 30 days after.",
    )
    stand_in = indicator_fields.PersonField(
        "Who stands in?",
        "Reminded too from 7 days after, and at once where nobody owns it or the owner cannot be reached.",
    )
    source = indicator_fields.source(
        "Where does the figure come from?",
        "The system or the publication, such as “Police recorded crime”.",
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OUT_OF_DATE),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, indicator: Indicator, **kwargs: Any
    ) -> None:
        stored = stored_values(indicator)
        super().__init__(data, initial=stored, **kwargs)
        for name in ("owner", "stand_in"):
            field: Any = self.fields[name]
            field.offer(stored[name])
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))
        self.helper.add_input(Submit("look", "See what it would do", css_class="secondary"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        owner, stand_in = data.get("owner"), data.get("stand_in")
        if owner and owner == stand_in:
            self.add_error("stand_in", "Choose somebody else than the owner to stand in")
        return data

    @property
    def arrangements(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ARRANGEMENTS}

    @property
    def entered(self) -> dict[str, Any]:
        """The entered values as the database stores them: a person or an organisation by its id."""
        return {name: getattr(value, "pk", value) for name, value in self.arrangements.items()}

    @property
    def version_seen(self) -> int:
        return self.cleaned_data["version"]

    @classmethod
    def with_values(cls, entered: Mapping[str, Any], *, indicator: Indicator) -> ReportingForm:
        """The form with the values `entered`, against the present version of the indicator."""
        facts = {**entered, "version": indicator.version}
        data = {name: "" if value is None else str(value) for name, value in facts.items()}
        form = cls(data, indicator=indicator)
        form.full_clean()
        return form


def stored_values(indicator: Indicator) -> dict[str, Any]:
    """The stored values of the form's fields: a person or an organisation by its id."""
    fields = [field for field in Indicator._meta.concrete_fields if field.name in STORED]
    return {field.name: getattr(indicator, field.attname) for field in fields}


@dataclass(frozen=True)
class Effect:
    """One fact about an indicator: as it is now, and as it would be if the arrangements were saved."""

    label: str
    now: str
    if_saved: str

    @property
    def differs(self) -> bool:
        return self.now != self.if_saved


def effects_of(indicator: Indicator, arrangements: Mapping[str, Any], as_at: date) -> list[Effect]:
    """The effects on the next figure, the status and the people reminded. Nothing is saved."""
    rows = Indicator.objects.filter(pk=indicator.pk).select_related("owner", "stand_in")
    changed = with_figures(rows, as_at)[0]
    recorders = set(who_may_record().values_list("pk", flat=True))
    now = _facts(changed, as_at, recorders)
    for name, value in arrangements.items():
        setattr(changed, name, value)
    if_saved = _facts(changed, as_at, recorders)
    return [Effect(label, now[label], if_saved[label]) for label in now]


def reminded_words(indicator: Indicator, recorders: Collection[int]) -> str:
    """The people who get the reminders, by the rule that sends them."""
    if indicator.reporting_lag_days is None:
        return "Nobody: no day is set"
    owner, stand_in = (person_of(user, recorders) for user in (indicator.owner, indicator.stand_in))
    first = [person.name for person, _ in people_to_remind(STEPS[0], owner, stand_in)]
    later = [person.name for person, _ in people_to_remind(BOTH_FROM, owner, stand_in)]
    if not later:
        return "Nobody: there is no owner or stand-in who can be reached"
    added = [name for name in later if name not in first]
    return " ".join([*first, *(f"(and {name} from {BOTH_FROM} days after)" for name in added)])


def _facts(indicator: Indicator, as_at: date, recorders: Collection[int]) -> dict[str, str]:
    standing = current_standing(indicator, as_at)
    return {
        "Next figure": due_words(standing, as_at),
        "Status": standing.label,
        "Reminded": reminded_words(indicator, recorders),
    }


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.change_indicator", raise_exception=True)
def indicator_reporting(request, slug):
    indicator = find_indicator(request, slug)
    must_be_theirs(request.user, indicator)
    form = ReportingForm(request.POST if request.method == "POST" else None, indicator=indicator)
    offer_theirs(request.user, indicator, form.fields)
    if not form.is_bound or not form.is_valid() or not _stays_theirs(request, indicator, form):
        return _page(request, indicator, form)
    if "look" in request.POST:
        as_at = clocks_of(current_plan(request)).as_at
        effects = effects_of(indicator, form.arrangements, as_at)
        return _page(request, indicator, form, effects=effects)
    try:
        changes = arrange_reporting(
            indicator, by=request.user, version=form.version_seen, **form.arrangements
        )
    except EditedSince as conflict:
        return _conflict_page(request, form, conflict)
    outcome = "saved" if changes else "as they were: nothing was changed"
    messages.success(request, f"The reporting arrangements are {outcome}.")
    return redirect(f"{indicator.get_absolute_url()}#measured")


def _stays_theirs(request, indicator, form):
    """Whether a limited person leaves it with their organisation; if not, the form says so."""
    wrong = given_away(request.user, indicator, form.entered)
    for name in wrong:
        form.add_error(name if name in form.fields else None, choose_theirs(request.user))
    return not wrong


def _conflict_page(request, form, conflict):
    """The form with this person's own changes, beside the changes that somebody else saved first."""
    facts = {"stored": stored_values(conflict.record), "entered": form.entered}
    conflicts = conflicts_of(conflict.changes, **facts)
    again = ReportingForm.with_values(merged(conflict.changes, **facts), indicator=conflict.record)
    again.add_error(None, CHANGED)
    for row in conflicts:
        if row.needs_choice:
            again.add_error(
                row.field, f"Meanwhile this became “{row.now}”. Choose which should stand"
            )
    return _page(request, conflict.record, again, conflicts=conflicts, status=HTTPStatus.CONFLICT)


def _page(request, indicator, form, *, status=200, **more):
    context = {
        "indicator": indicator,
        "form": form,
        "changes": history_of(indicator),
    }
    return render(request, "indicators/reporting.html", context | more, status=status)
