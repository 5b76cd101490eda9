"""One figure entered by hand: choose it, type it, check what it would do, and save it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.limits import must_be_theirs
from performance.cells.form_input import content_of, read_as
from performance.figures.actions import record_figure
from performance.figures.board_has_seen import board_has_seen
from performance.figures.keys import FigureKey
from performance.figures.refusals import FigureChanged, ReasonNeeded
from performance.models import Figure, Indicator
from priorities.clocks import clocks_of
from safercornwall.pages.components.figure_context import FigureContext
from safercornwall.pages.components.figure_history import history_of
from safercornwall.pages.components.figure_selection import FigureSelectForm
from safercornwall.pages.components.indicator_in_view import IndicatorStandings, find_indicator
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.templatetags.govuk import error_summary
from safercornwall.pages.figures.drafts import Draft
from safercornwall.pages.figures.forms import FigureForm, SaveForm, initial_of
from safercornwall.pages.figures.outcome import outcome_of
from safercornwall.pages.figures.wording import changed_figure_words, difference, measure_in_words

# The buttons of the forms. The page after each has an address of its own.
STEPS = ("check", "save", "change")
STEP = "typed"
SHOW = "show"


def entry_page(
    request: HttpRequest, selection: FigureSelectForm, status: int = 200, **context: Any
) -> HttpResponse:
    """Without more context, the page has only the form that selects a figure."""
    context |= {
        "selection": selection,
        "indicator": selection.indicator,
        "plan": current_plan(request),
    }
    return render(request, "figures/enter.html", context, status=status)


def form_page(
    request: HttpRequest,
    shown: FigureSelectForm,
    form: FigureForm,
    status: int = 200,
    *,
    selection: FigureSelectForm | None = None,
) -> HttpResponse:
    """The form of the figure `shown`. `selection` is what was typed in its place, if that is no figure."""
    selection = selection or shown
    selection.share_a_form()
    context = _context(shown, form.figure_key, form.latest) | {
        "form": form,
        "shown": shown,
        "problems": [*error_summary(selection), *error_summary(form)],
    }
    return entry_page(request, selection, status, **context)


def preview_page(
    request: HttpRequest, selection: FigureSelectForm, form: FigureForm, save: SaveForm
) -> HttpResponse:
    """The effect of the valid `form`, and the form `save` to confirm it."""
    as_at = clocks_of(current_plan(request)).as_at
    return entry_page(
        request,
        selection,
        form=save,
        is_preview=True,
        facts=_facts(form),
        doubts=[doubt.in_form for doubt in form.doubts],
        outcome=outcome_of(form.figure_key, form.measure, as_at),
        **_context(selection, form.figure_key, form.latest),
    )


def address_of(selection: FigureSelectForm, view: str = "enter", **more: str) -> str:
    """The address of the page about the selected figure. `more` goes into its query."""
    query = {name: selection.data[name] for name in ("period", "area")} | more
    return reverse(f"figures:{view}", args=[selection.indicator.slug], query=query)


def _context(
    selection: FigureSelectForm, figure_key: FigureKey, latest: Figure | None
) -> dict[str, Any]:
    period = figure_key.period
    return {
        "figure_key": figure_key,
        "figure_context": FigureContext(figure_key, sees_withheld=True),
        # Everyone who reaches this page may change figures, so they see withheld ones.
        "history": history_of(
            figure_key.indicator, figure_key.area, period.start, period.end, sees_withheld=True
        ),
        "remove_url": address_of(selection, "remove") if latest else "",
    }


def _facts(form: FigureForm) -> list[tuple[str, str]]:
    figure_key, latest = form.figure_key, form.latest
    return [
        ("Period", figure_key.period.label),
        ("Area", figure_key.area.named),
        ("Figure now", measure_in_words(figure_key, latest, form.measure) if latest else "None"),
        ("Figure afterwards", measure_in_words(figure_key, form.measure, latest)),
        ("Difference", difference(figure_key, latest, form.measure)),
        ("As it was read", read_as(form.subject, form.typed)),
        ("Comment", form.typed.comment),
    ]


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_figure", raise_exception=True)
def figure_entry(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = find_indicator(request, slug)
    must_be_theirs(request.user, indicator)
    sent = request.POST if request.method == "POST" else request.GET
    selected = {name: sent[name] for name in ("period", "area") if sent.get(name)}
    if "period" not in selected:
        selected["period"] = IndicatorStandings(request, indicator).next_period.label
    selection = _selection(indicator, {"area": indicator.area.slug} | selected)
    shown = _shown_before(request, indicator)
    if not selection.is_valid():
        return _keep_as_typed(request, shown) if shown else entry_page(request, selection)
    entry = FigureEntry(request, selection)
    return entry.receive(shown) if request.method == "POST" else entry.show()


def _selection(indicator: Indicator, texts: Mapping[str, str]) -> FigureSelectForm:
    return FigureSelectForm(texts, indicator=indicator, today=timezone.localdate())


def _shown_before(request: HttpRequest, indicator: Indicator) -> FigureSelectForm | None:
    """The figure of the page on which the person typed another period or area. None where they typed none."""
    names = ("period", "area")
    before = {name: request.POST.get(f"shown_{name}", "") for name in names}
    if not all(before.values()) or all(before[name] == request.POST.get(name) for name in names):
        return None
    shown = _selection(indicator, before)
    return shown if shown.is_valid() else None


def _keep_as_typed(request: HttpRequest, shown: FigureSelectForm) -> HttpResponse:
    Draft(request.session, shown.figure_key).save(request.POST.dict())
    return redirect(address_of(shown, **{STEP: STEPS[0]}))


class FigureEntry:
    """One request to enter one figure."""

    def __init__(self, request: HttpRequest, selection: FigureSelectForm) -> None:
        self.request, self.selection, self.figure_key = request, selection, selection.figure_key
        self.latest = self.figure_key.latest()
        self.draft = Draft(request.session, self.figure_key)

    def show(self) -> HttpResponse:
        """The present figure, or the draft of a new one."""
        step, values = self.request.GET.get(STEP), self.draft.values()
        if step in STEPS and values is not None:
            return self._show_draft(values, step)
        form = self._form(initial=initial_of(self.latest))
        return form_page(self.request, self.selection, form)

    def receive(self, shown: FigureSelectForm | None) -> HttpResponse:
        """Take what was sent. It counts for this figure, though the page showed the figure `shown`."""
        sent = self.request.POST.dict()
        if shown is not None and shown.figure_key != self.figure_key:
            # Nobody has seen this figure yet, so nobody can have changed it since.
            sent["base"] = "" if self.latest is None else str(self.latest.pk)
        if SHOW not in sent:
            return self._save_or_draft(sent)
        before = (shown or self.selection).figure_key.latest()
        if not self._form(sent, initial=initial_of(before)).is_typed:
            return redirect(address_of(self.selection))
        self.draft.save(sent)
        return redirect(address_of(self.selection, **{STEP: "change"}))

    def _save_or_draft(self, sent: dict[str, str]) -> HttpResponse:
        """Save the figure after the last step if it is valid and nobody has changed it. Else keep a draft."""
        step = next((step for step in reversed(STEPS) if step in sent), STEPS[0])
        form = self._form(sent)
        if step != "change" and form.is_valid() and form.is_based_on(self.latest):
            if form.is_unchanged:
                return self._nothing_changed()
            save = self._save_form(form, sent)
            if step == "save" and save.is_valid() and (saved := self._save(form, save)):
                return saved
        self.draft.save(sent)
        return redirect(address_of(self.selection, **{STEP: step}))

    def _show_draft(self, values: dict[str, str], step: str) -> HttpResponse:
        form = self._form(values)
        selection = _selection(self.figure_key.indicator, values)
        if not selection.is_valid():
            return form_page(self.request, self.selection, form, selection=selection)
        if not form.is_valid() or step == "change":
            return form_page(self.request, self.selection, form)
        if not form.is_based_on(self.latest):
            return self._conflict_page(values)
        save = self._save_form(form, values if step == "save" else None)
        return preview_page(self.request, self.selection, form, save)

    def _form(self, *args: Any, **kwargs: Any) -> FigureForm:
        facts = {
            "figure_key": self.figure_key,
            "subject": self.selection.subject,
            "latest": self.latest,
        }
        return FigureForm(*args, **facts, **kwargs)

    def _save_form(self, form: FigureForm, data: Any = None) -> SaveForm:
        figure_key = self.figure_key
        return SaveForm(
            data,
            initial={name: form.data.get(name, "") for name in (*form.fields, "period", "area")},
            figure_key=figure_key,
            subject=form.subject,
            latest=self.latest,
            needs_tick=bool(form.doubts),
            needs_reason=self.latest is not None
            and board_has_seen(figure_key.indicator, figure_key.area, figure_key.period),
        )

    def _save(self, form: FigureForm, save: SaveForm) -> HttpResponse | None:
        """None if somebody has changed the figure or closed its period since the preview."""
        try:
            figure = record_figure(
                self.figure_key,
                content_of(form.measure, form.typed.comment),
                reason=save.cleaned_data.get("reason", ""),
                based_on=form.cleaned_data["base"],
                by=self.request.user,
            )
        except (FigureChanged, ReasonNeeded):
            return None
        return self._saved(figure)

    def _saved(self, figure: Figure | None) -> HttpResponse:
        if figure is None:
            return self._nothing_changed()
        self.draft.delete()
        words = measure_in_words(self.figure_key, figure)
        of = f"{self.figure_key.period}, {self.figure_key.area.named}"
        messages.success(self.request, f"The figure for {of}, is saved: {words}.")
        return redirect(self.figure_key.indicator)

    def _nothing_changed(self) -> HttpResponse:
        self.draft.delete()
        messages.info(self.request, "Nothing has changed: the figure says so already.")
        return redirect(address_of(self.selection))

    def _conflict_page(self, values: dict[str, str]) -> HttpResponse:
        """The form keeps the typed values. It is now based on the present figure."""
        base = "" if self.latest is None else str(self.latest.pk)
        form = self._form(values | {"base": base})
        form.add_error(
            None,
            f"Somebody has changed this figure since you looked. {changed_figure_words(self.figure_key, self.latest)}"
            " What you typed is kept below: send it again if it should stand instead.",
        )
        return form_page(self.request, self.selection, form, HTTPStatus.CONFLICT)
