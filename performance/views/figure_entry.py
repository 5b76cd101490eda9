"""One figure by hand: which it is, what stands there, what the new one would do, and then that it is meant."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from performance.by_hand.actions import record_figure
from performance.by_hand.beside import Beside
from performance.by_hand.forms import CONFLICT, FigureForm, SaveForm, initial_of, sent_with
from performance.by_hand.outcome import outcome_of
from performance.by_hand.reading import in_a_form, read_as
from performance.by_hand.refusals import FigureChanged, ReasonNeeded
from performance.by_hand.which import WhichForm
from performance.by_hand.wording import difference, figure_now, measure_in_words
from performance.models import Figure
from performance.presenters.figure_history import history_of
from performance.uploads.reporting import board_has_seen
from performance.views.known_indicator import Known, known_indicator
from priorities.current import clocks_of, current_plan


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_figure", raise_exception=True)
def figure_entry(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = known_indicator(request, slug)
    sent = request.POST if request.method == "POST" else request.GET
    named = {name: sent[name] for name in ("period", "area") if sent.get(name)}
    if "period" not in named:
        named["period"] = Known(request, indicator).period_looked_for.label
    which = WhichForm(
        {"area": indicator.area.slug} | named, indicator=indicator, today=timezone.localdate()
    )
    if not which.is_valid():
        return _page(request, which)
    entry = Entry(request, which)
    return entry.answer() if request.method == "POST" else entry.show()


class Entry:
    """One request about one figure."""

    def __init__(self, request: HttpRequest, which: WhichForm) -> None:
        self.request, self.which = request, which
        self.asked, self.subject = which.asked, which.subject
        self.latest = self.asked.latest()
        self.facts: dict[str, Any] = {
            "asked": self.asked,
            "subject": self.subject,
            "latest": self.latest,
        }

    def show(self) -> HttpResponse:
        initial = initial_of(self.asked, self.which.data["area"], self.latest)
        return self._page(FigureForm(initial=initial, **self.facts))

    def answer(self) -> HttpResponse:
        form = FigureForm(self.request.POST, **self.facts)
        if not form.is_valid() or "change" in self.request.POST:
            return self._page(form)
        if not form.base_is(self.latest):
            return self._changed_meanwhile(self.latest)
        if form.is_unchanged:
            return self._nothing_changed()
        return self._save(form) if "save" in self.request.POST else self._ask(form)

    def _save_form(
        self, form: FigureForm, data: Any = None, *, seen: bool | None = None
    ) -> SaveForm:
        if seen is None:
            seen = self.latest is not None and board_has_seen(*self._key)
        doubtful = bool(form.doubts)
        if data is None:
            initial = {name: form.data.get(name, "") for name in form.fields}
            return SaveForm(initial=initial, doubtful=doubtful, seen=seen, **self.facts)
        return SaveForm(data, doubtful=doubtful, seen=seen, **self.facts)

    def _ask(self, form: FigureForm) -> HttpResponse:
        return self._preview(form, self._save_form(form))

    def _save(self, form: FigureForm) -> HttpResponse:
        save = self._save_form(form, self.request.POST)
        if not save.is_valid():
            return self._preview(form, save)
        try:
            figure = record_figure(
                self.asked,
                form.measure,
                comment=form.typed.comment,
                reason=save.cleaned_data.get("reason", ""),
                based_on=form.cleaned_data["base"],
                by=self.request.user,
            )
        except FigureChanged as changed:
            return self._changed_meanwhile(changed.latest)
        except ReasonNeeded:
            # The period was closed since it was looked at.
            again = self._save_form(form, self.request.POST, seen=True)
            return self._preview(form, again)
        return self._saved(figure)

    def _saved(self, figure: Figure | None) -> HttpResponse:
        if figure is None:
            return self._nothing_changed()
        said = measure_in_words(self.asked, figure)
        messages.success(
            self.request,
            f"The figure for {self.asked.period}, {self.asked.area}, is saved: {said}.",
        )
        return redirect(self.asked.indicator)

    def _nothing_changed(self) -> HttpResponse:
        messages.info(self.request, "Nothing has changed: the figure says so already.")
        return redirect(address_of(self.which))

    def _changed_meanwhile(self, latest: Figure | None) -> HttpResponse:
        """What was typed is kept, and is now about what stands there."""
        base = "" if latest is None else latest.pk
        self.latest = self.facts["latest"] = latest
        form = FigureForm(sent_with(self.request.POST, base=base), **self.facts)
        form.add_error(
            None,
            f"Somebody has changed this figure since you looked. {figure_now(self.asked, latest)}"
            " What you typed is kept below: send it again if it should stand instead.",
        )
        return self._page(form, status=CONFLICT)

    def _page(self, form: FigureForm, status: int = 200) -> HttpResponse:
        return _page(self.request, self.which, status, form=form, **self._context)

    def _preview(self, form: FigureForm, save: SaveForm) -> HttpResponse:
        as_at = clocks_of(current_plan(self.request)).as_at
        context = {
            "form": save,
            "is_preview": True,
            "facts": self._facts(form),
            "doubts": [in_a_form(doubt) for doubt in form.doubts],
            "outcome": outcome_of(self.asked, form.measure, as_at),
        }
        return _page(self.request, self.which, **context, **self._context)

    def _facts(self, form: FigureForm) -> list[tuple[str, str]]:
        now = measure_in_words(self.asked, self.latest) if self.latest else "None"
        return [
            ("Period", self.asked.period.label),
            ("Area", self.asked.area.name),
            ("Figure now", now),
            ("Figure afterwards", measure_in_words(self.asked, form.measure)),
            ("Difference", difference(self.asked, self.latest, form.measure)),
            ("As it was read", read_as(self.subject, form.typed)),
            ("Comment", form.typed.comment),
        ]

    @property
    def _context(self) -> dict[str, Any]:
        period = self.asked.period
        return {
            "asked": self.asked,
            "beside": Beside(self.asked),
            "latest": self.latest,
            "history": history_of(self.asked.indicator, self.asked.area, period.start, period.end),
            "remove_url": address_of(self.which, "figure_removal") if self.latest else "",
        }

    @property
    def _key(self) -> tuple[Any, ...]:
        return self.asked.indicator, self.asked.area, self.asked.period


def address_of(which: WhichForm, view: str = "figure_entry") -> str:
    """The page of the figure that was asked for, as it was asked for."""
    query = {name: which.data[name] for name in ("period", "area")}
    return reverse(f"performance:{view}", args=[which.indicator.slug], query=query)


def _page(
    request: HttpRequest, which: WhichForm, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"which": which, "indicator": which.indicator, "plan": current_plan(request)}
    return render(request, "performance/figure_entry.html", context, status=status)
