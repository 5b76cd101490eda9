"""Commentary on an indicator's period: what is said now is kept beside all that was said before."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.periods import Period
from performance.figures.commentary import commentaries_on, latest_commentary, write_commentary
from performance.figures.keys import FigureKey
from performance.figures.refusals import CommentaryChanged
from performance.figures.withholding import may_see_withheld
from performance.models import Commentary, Indicator
from performance.standings.standing import Standing
from safercornwall.pages.commentary.forms import CommentaryForm, initial_of
from safercornwall.pages.components.commentary import by_period
from safercornwall.pages.components.entry_fields import sent_with
from safercornwall.pages.components.figure_context import FigureContext
from safercornwall.pages.components.known_indicator import KnownIndicator, known_indicator
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.which_figure import BegunForm


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_commentary", raise_exception=True)
def commentary_entry(request: HttpRequest, slug: str) -> HttpResponse:
    known = KnownIndicator(request, known_indicator(request, slug))
    sent = request.POST if request.method == "POST" else request.GET
    period = sent.get("period") or known.shown_period.label
    which = BegunForm({"period": period}, indicator=known.indicator, today=timezone.localdate())
    if not which.is_valid():
        return _page(request, known.indicator, which)
    entry = CommentaryEntry(request, known, which)
    return entry.answer() if request.method == "POST" else entry.show()


class CommentaryEntry:
    """One request about one period's commentary."""

    def __init__(self, request: HttpRequest, known: KnownIndicator, which: BegunForm) -> None:
        self.request, self.which = request, which
        self.indicator: Indicator = known.indicator
        self.period: Period = which.cleaned_data["period"]
        self.standing: Standing | None = known.standing_in(self.period)
        self.worked_out = self.standing.judgement.label if self.standing else ""
        self.latest = latest_commentary(self.indicator, self.period)

    def show(self) -> HttpResponse:
        return self._page(self._form(initial=initial_of(self.period, self.latest)))

    def answer(self) -> HttpResponse:
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            written = write_commentary(
                self.indicator,
                self.period,
                form.said,
                based_on=form.cleaned_data["base"],
                by=self.request.user,
            )
        except CommentaryChanged as changed:
            return self._changed_meanwhile(changed.latest)
        if written is None:
            messages.info(self.request, "Nothing has changed: the commentary says so already.")
        else:
            messages.success(self.request, f"The commentary on {self.period} is saved.")
        return redirect(f"{self.indicator.get_absolute_url()}#commentary")

    def _form(self, *args: Any, **kwargs: Any) -> CommentaryForm:
        return CommentaryForm(*args, worked_out=self.worked_out, latest=self.latest, **kwargs)

    def _changed_meanwhile(self, latest: Commentary | None) -> HttpResponse:
        """What was written is kept, and stands beside what somebody else has written."""
        self.latest = latest
        form = self._form(sent_with(self.request.POST, base=latest.pk if latest else ""))
        who = f"{latest.written_by} has" if latest and latest.written_by else "Somebody has"
        form.add_error(
            None,
            f"{who} written about {self.period} since you looked. Theirs is under “What has been said”."
            " Yours is kept below: bring the two together, and save it again.",
        )
        return self._page(form, HTTPStatus.CONFLICT)

    def _page(self, form: CommentaryForm, status: int = 200) -> HttpResponse:
        own = commentaries_on(self.indicator, self.period)
        context = {
            "form": form,
            "period": self.period,
            "standing": self.standing,
            "beside": FigureContext(
                FigureKey(self.indicator, self.indicator.area, self.period),
                sees_withheld=may_see_withheld(self.request.user),
            ),
            "said": next(iter(by_period(own)), None),
        }
        return _page(self.request, self.indicator, self.which, status, **context)


def _page(
    request: HttpRequest, indicator: Indicator, which: BegunForm, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"which": which, "indicator": indicator, "plan": current_plan(request)}
    return render(request, "commentary/enter.html", context, status=status)
