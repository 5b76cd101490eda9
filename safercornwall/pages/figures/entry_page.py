"""The page on which a figure is entered: before anything is chosen, while it is typed, and before it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from performance.cells.form_input import read_as
from performance.figures.keys import FigureKey
from performance.models import Figure
from priorities.clocks import clocks_of
from safercornwall.pages.components.figure_context import FigureContext
from safercornwall.pages.components.figure_history import history_of
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.which_figure import WhichForm
from safercornwall.pages.figures.forms import FigureForm, SaveForm
from safercornwall.pages.figures.outcome import outcome_of
from safercornwall.pages.figures.wording import difference, measure_in_words


def page(request: HttpRequest, which: WhichForm, status: int = 200, **context: Any) -> HttpResponse:
    """Without more context it asks which figure is meant."""
    context |= {"which": which, "indicator": which.indicator, "plan": current_plan(request)}
    return render(request, "figures/enter.html", context, status=status)


def typing(
    request: HttpRequest, which: WhichForm, form: FigureForm, status: int = 200
) -> HttpResponse:
    return page(request, which, status, form=form, **_around(which, form.asked, form.latest))


def preview(
    request: HttpRequest, which: WhichForm, form: FigureForm, save: SaveForm
) -> HttpResponse:
    """What `form` would do, which is valid; `save` asks whether it is meant."""
    as_at = clocks_of(current_plan(request)).as_at
    return page(
        request,
        which,
        form=save,
        is_preview=True,
        facts=_facts(form),
        doubts=[doubt.in_form for doubt in form.doubts],
        outcome=outcome_of(form.asked, form.measure, as_at),
        **_around(which, form.asked, form.latest),
    )


def address_of(which: WhichForm, view: str = "enter", **more: str) -> str:
    """The page of the figure that was asked for, as it was asked for; `more` goes into its address."""
    query = {name: which.data[name] for name in ("period", "area")} | more
    return reverse(f"figures:{view}", args=[which.indicator.slug], query=query)


def _around(which: WhichForm, asked: FigureKey, latest: Figure | None) -> dict[str, Any]:
    period = asked.period
    return {
        "asked": asked,
        "beside": FigureContext(asked, sees_withheld=True),
        # Whoever is here may change figures.
        "history": history_of(
            asked.indicator, asked.area, period.start, period.end, sees_withheld=True
        ),
        "remove_url": address_of(which, "remove") if latest else "",
    }


def _facts(form: FigureForm) -> list[tuple[str, str]]:
    asked, latest = form.asked, form.latest
    return [
        ("Period", asked.period.label),
        ("Area", asked.area.named),
        ("Figure now", measure_in_words(asked, latest, form.measure) if latest else "None"),
        ("Figure afterwards", measure_in_words(asked, form.measure, latest)),
        ("Difference", difference(asked, latest, form.measure)),
        ("As it was read", read_as(form.subject, form.typed)),
        ("Comment", form.typed.comment),
    ]
