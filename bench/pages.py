"""A board member who reads pages, and the two pages that the planner's own are measured against."""

from __future__ import annotations

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path

from accounts.models import User
from accounts.people import give_role
from performance.models import Figure
from safercornwall import urls

EMPTY, GROUPED = "/bench/empty/", "/bench/grouped/"
BOARD, INDICATOR = "the board", "an indicator"
# Of the large plan.
PAGES = {
    BOARD: "/",
    "a theme": "/plans/bench/themes/theme-1/",
    INDICATOR: "/indicators/indicator-1/",
    "the flags": "/flags/",
    "the indicators": "/indicators/",
    "the projects": "/projects/",
    "the gaps": "/plans/bench/gaps/",
}


def reader() -> Client:
    person, is_new = User.objects.get_or_create(username="reader", email="reader@example.org")
    if is_new:
        give_role(person, "board")
    client = Client()
    client.force_login(person, backend="accounts.backends.RightsBackend")
    return client


def read(client: Client, address: str) -> HttpResponse:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}.")
    return response


def empty(request: HttpRequest) -> HttpResponse:
    """The frame of every page, and nothing in it."""
    return render(request, "base.html")


def grouped(request: HttpRequest) -> HttpResponse:
    """Every indicator with the number of its figures and their sum, as a plain Django page would show it."""
    rows = Figure.objects.values_list("indicator__name").order_by("indicator__name")
    rows = rows.annotate(number=Count("pk"), total=Sum("value"))
    content = "".join(
        f"<tr><td>{name}</td><td>{n}</td><td>{total}</td></tr>" for name, n, total in rows
    )
    return HttpResponse(f"<table>{content}</table>")


handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
urlpatterns = [
    path(EMPTY.lstrip("/"), empty),
    path(GROUPED.lstrip("/"), grouped),
    *urls.urlpatterns,
]
