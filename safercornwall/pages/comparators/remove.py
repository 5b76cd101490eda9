"""Removing a comparator, with a reason and what is no longer compared."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.limits import must_be_theirs
from performance.figures.comparators import (
    ComparatorChanged,
    ComparatorKey,
    remove_comparator,
)
from safercornwall.pages.comparators.form import RemovalForm
from safercornwall.pages.comparators.found import find_comparator, meaning_of, no_longer_compared
from safercornwall.pages.components.limits import keeps_limits


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_comparator", raise_exception=True)
def comparator_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = find_comparator(request, slug, pk)
    must_be_theirs(request.user, row)
    key = ComparatorKey.of(row)
    latest = key.latest()
    back = f"{row.indicator.get_absolute_url()}#comparators"
    if latest is None:
        messages.info(
            request, f"The comparator “{row.label}” for {row.period} was removed already."
        )
        return redirect(back)
    form = RemovalForm(
        request.POST if request.method == "POST" else None, initial={"base": latest.pk}
    )
    if form.is_bound and form.is_valid():
        try:
            remove_comparator(
                key,
                based_on=form.cleaned_data["base"],
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ComparatorChanged:
            messages.info(request, "Somebody has changed this comparator since you looked.")
            return redirect("comparators:remove", slug=slug, pk=latest.pk)
        messages.success(request, f"The comparator “{row.label}” for {row.period} is removed.")
        return redirect(back)
    context = {
        "indicator": row.indicator,
        "comparator": latest,
        "form": form,
        "means": meaning_of(latest),
        "lost": no_longer_compared(latest),
    }
    return render(request, "comparators/remove.html", context)
