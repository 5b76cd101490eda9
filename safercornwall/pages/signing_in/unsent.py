"""A form that meets a sign-in is kept, and shown again with what was typed. Nothing is saved until its author presses the button.

The browser has two signed cookies beside its session: who was here last, and the keys of the forms that are kept for it. What
is kept is shown to that person alone; where nobody knows whose it was, to whoever signs in here first and may open the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from accounts.models import UnsentForm, User
from accounts.unsent_forms import (
    KEPT_FOR,
    claim,
    drop_unsent,
    is_any_kept,
    keep_unsent,
    unsent_at,
)
from core.cookies import name_of_cookie
from safercornwall.pages.components.filled_in import FilledPage
from safercornwall.pages.components.fresh_sign_in import SignInTooOld

LAST_HERE, KEPT = "last_here", "kept_forms"
MOST_KEYS = 5
_MAIN = '<main class="govuk-main-wrapper" id="main-content">'
# A script that keeps a draft, or a form inside a page, is not what a person sent.
_NO_FORMS = ("drafts", "signing_in")


class UnsentForms:
    """Middleware, before the one that asks for a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept: UnsentForm | None = getattr(request, "unsent", None)
        if kept is not None and request.method == "GET":
            response = shown_again(request, response, kept)
        elif request.method == "POST" and request.user.is_authenticated:
            self._forget_sent(request, response)
        if request.user.is_authenticated:
            _remember_who(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if request.method == "POST" and not request.user.is_authenticated:
            return kept_until_signed_in(request)
        if (
            request.method == "GET"
            and request.user.is_authenticated
            and name_of_cookie(KEPT) in request.COOKIES
        ):
            kept = unsent_at(_keys(request), request.user, request.get_full_path())
            if kept is not None:
                request.unsent = kept  # type: ignore[attr-defined]
                request.unsent_fields = fields_of(kept)  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, SignInTooOld):
            return asked_again(request, is_typed=error.is_typed)
        return None

    def _forget_sent(self, request: HttpRequest, response: HttpResponse) -> None:
        """What was kept is sent now, and the view has answered it."""
        is_not_taken = getattr(response, "is_not_taken", False)
        if (
            name_of_cookie(KEPT) in request.COOKIES
            and response.status_code < 500
            and not is_not_taken
        ):
            drop_unsent(_keys(request), request.user, request.path)


def fields_of(kept: UnsentForm) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    return data


def kept_until_signed_in(request: HttpRequest) -> HttpResponse:
    """Lead a signed-out person to sign in, and from there back to their form."""
    kept = _keep(request, author=_last_here(request))
    response = redirect_to_login(kept.page if kept else request.get_full_path())
    return _with_key(request, response, kept)


def led_back(request: HttpRequest) -> HttpResponse | None:
    """Of a form whose token is refused: back to its page, filled in. None where it is not ours, or holds nothing."""
    if request.method != "POST" or not _is_from_here(request):
        return None
    try:
        view = resolve(request.path).func
    except Resolver404:
        return None
    if not getattr(view, "login_required", True):
        return None
    if not request.user.is_authenticated:
        return kept_until_signed_in(request)
    kept = _keep(request, author=request.user)
    if kept is None:
        return None
    response = redirect(kept.page)
    response.is_not_taken = True  # type: ignore[attr-defined]
    return _with_key(request, response, kept)


def asked_again(request: HttpRequest, *, is_typed: bool) -> HttpResponse:
    """Lead a signed-in person to enter their password, and from there back to their form, or to the page they asked for."""
    is_sent = request.method == "POST"
    kept = _keep(request, author=request.user) if is_sent and is_typed else None
    page = kept.page if kept else _page_of(request) if is_sent else request.get_full_path()
    response = redirect_to_login(page, reverse("signing_in:again"))
    response.is_not_taken = is_sent  # type: ignore[attr-defined]
    return _with_key(request, response, kept)


def _is_from_here(request: HttpRequest) -> bool:
    """A page of another site can send a form with any text in it, which is not to be shown as this person's."""
    origin = request.headers.get("Origin", "")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return origin == f"{request.scheme}://{request.get_host()}" and site == "same-origin"


def _keep(request: HttpRequest, *, author: Any) -> UnsentForm | None:
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" or _is_no_form(request):
        return None
    try:
        fields, files = (
            dict(request.POST.lists()),
            [one.name or "" for one in request.FILES.values()],
        )
    except BadRequest:
        return None
    return keep_unsent(
        author, address=request.path, page=_page_of(request), fields=fields, files=files
    )


def _is_no_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        match = resolve(request.path)
    return match.namespace in _NO_FORMS


def _page_of(request: HttpRequest) -> str:
    """Where the form stands: the page of ours that the browser says it came from, else where it was sent to."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if (came_from.scheme, came_from.netloc) != (request.scheme, request.get_host()):
        return request.get_full_path()
    try:
        match = resolve(came_from.path)
    except Resolver404:
        return request.get_full_path()
    if match.namespace in _NO_FORMS:
        return request.get_full_path()
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


# Cookies.


def _last_here(request: HttpRequest) -> User | None:
    key = _cookie(request, LAST_HERE)
    return User.objects.filter(pk=key).first() if key else None


def _remember_who(request: HttpRequest, response: HttpResponse) -> None:
    if _cookie(request, LAST_HERE) != str(request.user.pk):
        _set_cookie(response, LAST_HERE, str(request.user.pk))


def _keys(request: HttpRequest) -> list[str]:
    return _cookie(request, KEPT).split(".")[:MOST_KEYS]


def _with_key(
    request: HttpRequest, response: HttpResponse, kept: UnsentForm | None
) -> HttpResponse:
    if kept is not None:
        keys = [str(kept.pk), *filter(None, _keys(request))][:MOST_KEYS]
        _set_cookie(response, KEPT, ".".join(keys))
    return response


def _cookie(request: HttpRequest, name: str) -> str:
    return request.get_signed_cookie(name_of_cookie(name), default="", salt=name)


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_signed_cookie(
        name_of_cookie(name),
        value,
        salt=name,
        max_age=int(KEPT_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def waits_for_sign_in(request: HttpRequest) -> bool:
    """Whether what this browser's person typed is kept until they sign in."""
    return name_of_cookie(KEPT) in request.COOKIES and is_any_kept(_keys(request))


# Showing it again.


def shown_again(request: HttpRequest, response: HttpResponse, kept: UnsentForm) -> HttpResponse:
    """The page with its form filled in; or what was typed alone, where the page cannot be opened by itself."""
    if response.status_code in (405, 410):
        claim(kept, request.user)
        texts = [
            (name.replace("_", " ").capitalize(), text)
            for name, texts in kept.fields.items()
            for text in texts
            if text.strip()
        ]
        return render(request, "signing_in/typed.html", {"kept": kept, "texts": texts})
    if response.status_code != 200 or response.streaming:
        return response
    if not response.get("Content-Type", "").startswith("text/html"):
        return response
    claim(kept, request.user)
    page = FilledPage(
        response.content.decode(), page=kept.page, address=kept.address, fields=kept.fields
    )
    without = f"{kept.page}{'&' if '?' in kept.page else '?'}typed=no"
    said = {"kept": kept, "left": page.left, "has_form": page.has_form, "without": without}
    banner = render_to_string("signing_in/_typed_before.html", said)
    response.content = page.html.replace(_MAIN, f"{_MAIN}{banner}", 1)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response
