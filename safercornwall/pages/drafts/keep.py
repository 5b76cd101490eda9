"""A browser sends what its form holds every few seconds. It is its author's alone."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.form_drafts import drop_draft, keep_draft
from safercornwall.pages.components.sign_in_ends import ends_at

LONGEST_ADDRESS = 300
# The pages whose forms are kept.
FORMS = (
    *("new", "edit", "update", "correct", "close"),
    *("decide", "promote", "confirm", "dismiss"),
)


@require_POST
def keep_form(request: HttpRequest) -> HttpResponse:
    address = request.POST.get("draft_of", "")
    if not _is_a_form(address):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    left_out = ("draft_of", "csrfmiddlewaretoken", "save", "add", "look")
    fields = {name: values for name, values in request.POST.lists() if name not in left_out}
    if not keep_draft(request.user, address, fields):
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    kept_at = f"{timezone.localtime():%H:%M}"
    return JsonResponse({"kept_at": kept_at, "ends_at": ends_at(request)})


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    address = request.POST.get("draft_of", "")
    if not _is_a_form(address):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    drop_draft(request.user, address)
    return redirect(address)


def _is_a_form(address: str) -> bool:
    """Whether it is the address of one of the planner's own forms."""
    if len(address) > LONGEST_ADDRESS:
        return False
    try:
        return resolve(address).url_name in FORMS
    except Resolver404:
        return False
