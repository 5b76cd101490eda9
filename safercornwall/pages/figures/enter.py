"""One figure by hand: which it is, what stands there, what the new one would do, and then that it is meant."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from performance.cells.form_input import content_of
from performance.figures.actions import record_figure
from performance.figures.board_has_seen import board_has_seen
from performance.figures.refusals import FigureChanged, ReasonNeeded
from performance.models import Figure
from safercornwall.pages.components.known_indicator import KnownIndicator, known_indicator
from safercornwall.pages.components.which_figure import WhichForm
from safercornwall.pages.figures.drafts import Draft
from safercornwall.pages.figures.entry_page import address_of, page, preview, typing
from safercornwall.pages.figures.forms import FigureForm, SaveForm, initial_of
from safercornwall.pages.figures.wording import figure_now, measure_in_words


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_figure", raise_exception=True)
def figure_entry(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = known_indicator(request, slug)
    sent = request.POST if request.method == "POST" else request.GET
    named = {name: sent[name] for name in ("period", "area") if sent.get(name)}
    if "period" not in named:
        named["period"] = KnownIndicator(request, indicator).period_looked_for.label
    which = WhichForm(
        {"area": indicator.area.slug} | named, indicator=indicator, today=timezone.localdate()
    )
    if not which.is_valid():
        return page(request, which)
    entry = FigureEntry(request, which)
    return entry.answer() if request.method == "POST" else entry.show()


# The buttons of the forms. The page that answers one is shown at an address of its own.
STEPS = ("check", "save", "change")
STEP = "typed"


class FigureEntry:
    """One request about one figure."""

    def __init__(self, request: HttpRequest, which: WhichForm) -> None:
        self.request, self.which, self.asked = request, which, which.asked
        self.latest = self.asked.latest()
        self.draft = Draft(request.session, self.asked)

    def show(self) -> HttpResponse:
        """The figure that stands there, or what was typed and is not saved yet."""
        step, said = self.request.GET.get(STEP), self.draft.said()
        if step in STEPS and said is not None:
            return self._show_typed(said, step)
        initial = initial_of(self.asked, self.which.data["area"], self.latest)
        return typing(self.request, self.which, self._form(initial=initial))

    def answer(self) -> HttpResponse:
        """Save what was sent, if that was asked for and nothing stands against it."""
        sent = self.request.POST
        step = next((step for step in reversed(STEPS) if step in sent), STEPS[0])
        form = self._form(sent)
        if step != "change" and form.is_valid() and form.base_is(self.latest):
            if form.is_unchanged:
                return self._nothing_changed()
            save = self._save_form(form, sent)
            if step == "save" and save.is_valid() and (saved := self._save(form, save)):
                return saved
        self.draft.keep(sent.dict())
        return redirect(address_of(self.which, **{STEP: step}))

    def _show_typed(self, said: dict[str, str], step: str) -> HttpResponse:
        form = self._form(said)
        if not form.is_valid() or step == "change":
            return typing(self.request, self.which, form)
        if not form.base_is(self.latest):
            return self._changed_meanwhile(said)
        save = self._save_form(form, said if step == "save" else None)
        return preview(self.request, self.which, form, save)

    def _form(self, *args: Any, **kwargs: Any) -> FigureForm:
        facts = {"asked": self.asked, "subject": self.which.subject, "latest": self.latest}
        return FigureForm(*args, **facts, **kwargs)

    def _save_form(self, form: FigureForm, data: Any = None) -> SaveForm:
        asked = self.asked
        return SaveForm(
            data,
            initial={name: form.data.get(name, "") for name in form.fields},
            asked=asked,
            subject=form.subject,
            latest=self.latest,
            doubtful=bool(form.doubts),
            seen=self.latest is not None
            and board_has_seen(asked.indicator, asked.area, asked.period),
        )

    def _save(self, form: FigureForm, save: SaveForm) -> HttpResponse | None:
        """None where the figure was changed, or its period closed, since it was looked at."""
        try:
            figure = record_figure(
                self.asked,
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
        self.draft.forget()
        said = measure_in_words(self.asked, figure)
        of = f"{self.asked.period}, {self.asked.area.named}"
        messages.success(self.request, f"The figure for {of}, is saved: {said}.")
        return redirect(self.asked.indicator)

    def _nothing_changed(self) -> HttpResponse:
        self.draft.forget()
        messages.info(self.request, "Nothing has changed: the figure says so already.")
        return redirect(address_of(self.which))

    def _changed_meanwhile(self, said: dict[str, str]) -> HttpResponse:
        """What was typed is kept, and is now about what stands there."""
        base = "" if self.latest is None else str(self.latest.pk)
        form = self._form(said | {"base": base})
        form.add_error(
            None,
            f"Somebody has changed this figure since you looked. {figure_now(self.asked, self.latest)}"
            " What you typed is kept below: send it again if it should stand instead.",
        )
        return typing(self.request, self.which, form, HTTPStatus.CONFLICT)
