"""Writing commentary on a period of an indicator. Earlier commentary is kept."""

from __future__ import annotations

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
from core.periods import Period
from performance.figures.commentary import commentaries_on, latest_commentary, write_commentary
from performance.figures.keys import FigureKey
from performance.figures.refusals import CommentaryChanged
from performance.figures.withholding import may_see_withheld
from performance.models import Commentary, Indicator
from performance.standings.standing import Standing
from safercornwall.pages.commentary.forms import CommentaryForm, initial_of, typed_in
from safercornwall.pages.components.commentary import by_period
from safercornwall.pages.components.entry_fields import posted_with
from safercornwall.pages.components.figure_context import FigureContext
from safercornwall.pages.components.figure_selection import StartedPeriodForm
from safercornwall.pages.components.indicator_in_view import IndicatorStandings, find_indicator
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.templatetags.govuk import error_summary

# The button that shows the period that was typed.
SHOW = "show"


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_commentary", raise_exception=True)
def commentary_entry(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = find_indicator(request, slug)
    must_be_theirs(request.user, indicator)
    standings = IndicatorStandings(request, indicator)
    sent = request.POST if request.method == "POST" else request.GET
    selection = _selection(standings, sent.get("period") or standings.shown_period.label)
    shown = _shown_before(request, standings)
    if selection.is_valid():
        entry = CommentaryEntry(request, standings, selection)
        return entry.receive(shown) if request.method == "POST" else entry.show()
    if shown:
        return CommentaryEntry(request, standings, shown).show(selection)
    return _page(request, standings.indicator, selection)


def _selection(standings: IndicatorStandings, period: str) -> StartedPeriodForm:
    return StartedPeriodForm(
        {"period": period}, indicator=standings.indicator, today=timezone.localdate()
    )


def _shown_before(request: HttpRequest, standings: IndicatorStandings) -> StartedPeriodForm | None:
    """The period of the page on which the person typed another. None where they typed none."""
    before = request.POST.get("shown_period", "")
    if not before or before == request.POST.get("period"):
        return None
    shown = _selection(standings, before)
    return shown if shown.is_valid() else None


class CommentaryEntry:
    """One request to write the commentary of one period."""

    def __init__(
        self, request: HttpRequest, standings: IndicatorStandings, selection: StartedPeriodForm
    ) -> None:
        self.request, self.selection = request, selection
        self.indicator: Indicator = standings.indicator
        self.period: Period = selection.cleaned_data["period"]
        self.standing: Standing | None = standings.standing_in(self.period)
        self.worked_out = self.standing.judgement.label if self.standing else ""
        self.latest = latest_commentary(self.indicator, self.period)

    def show(self, typed: StartedPeriodForm | None = None) -> HttpResponse:
        """`typed` is what was typed in the place of this period, if that is no period."""
        sent = typed_in(self.request.POST) if typed else {}
        return self._page(self._form(initial=initial_of(self.latest) | sent), selection=typed)

    def receive(self, shown: StartedPeriodForm | None) -> HttpResponse:
        """Save what was sent, unless the page showed another period, `shown`: nobody has looked at this one yet."""
        moved_from = shown.cleaned_data["period"] if shown else self.period
        if moved_from == self.period and SHOW not in self.request.POST:
            return self._save()
        sent = typed_in(self.request.POST)
        before = initial_of(latest_commentary(self.indicator, moved_from))
        if all(sent[name] == before[name] for name in sent):
            return redirect(_address_of(self.indicator, self.period))
        form = self._form(initial=initial_of(self.latest) | sent)
        return self._page(form, moved_from=moved_from if moved_from != self.period else None)

    def _save(self) -> HttpResponse:
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            written = write_commentary(
                self.indicator,
                self.period,
                form.content,
                based_on=form.cleaned_data["base"],
                by=self.request.user,
            )
        except CommentaryChanged as changed:
            return self._conflict_page(changed.latest)
        if written is None:
            messages.info(self.request, "Nothing has changed: the commentary says so already.")
        else:
            messages.success(self.request, f"The commentary on {self.period} is saved.")
        return redirect(f"{self.indicator.get_absolute_url()}#commentary")

    def _form(self, *args: Any, **kwargs: Any) -> CommentaryForm:
        return CommentaryForm(*args, worked_out=self.worked_out, latest=self.latest, **kwargs)

    def _conflict_page(self, latest: Commentary | None) -> HttpResponse:
        """The form keeps the person's text, beside the text that somebody else saved first."""
        self.latest = latest
        form = self._form(posted_with(self.request.POST, base=latest.pk if latest else ""))
        who = f"{latest.written_by} has" if latest and latest.written_by else "Somebody has"
        form.add_error(
            None,
            f"{who} written about {self.period} since you looked. Theirs is under “What has been said”."
            " Yours is kept below: bring the two together, and save it again.",
        )
        return self._page(form, HTTPStatus.CONFLICT)

    def _page(
        self,
        form: CommentaryForm,
        status: int = 200,
        *,
        selection: StartedPeriodForm | None = None,
        moved_from: Period | None = None,
    ) -> HttpResponse:
        selection = selection or self.selection
        selection.share_a_form()
        own = commentaries_on(self.indicator, self.period)
        context = {
            "form": form,
            "problems": [*error_summary(selection), *error_summary(form)],
            "moved_from": moved_from,
            "period": self.period,
            "standing": self.standing,
            "figure_context": FigureContext(
                FigureKey(self.indicator, self.indicator.area, self.period),
                sees_withheld=may_see_withheld(self.request.user),
            ),
            "commentary": next(iter(by_period(own)), None),
        }
        return _page(self.request, self.indicator, selection, status, **context)


def _address_of(indicator: Indicator, period: Period) -> str:
    return reverse("commentary:enter", args=[indicator.slug], query={"period": period.label})


def _page(
    request: HttpRequest,
    indicator: Indicator,
    selection: StartedPeriodForm,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {"selection": selection, "indicator": indicator, "plan": current_plan(request)}
    return render(request, "commentary/enter.html", context, status=status)
