"""A view that asks who is there once more, where the sign-in is older than a few minutes: somebody else may be at the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.sessions import is_proved


class SignInTooOld(Exception):
    """The middleware of `safercornwall/pages/signing_in/unsent.py` keeps what was typed, and asks for the password."""

    def __init__(self, *, is_typed: bool = True) -> None:
        super().__init__("The sign-in is too old for this.")
        self.is_typed = is_typed


def fresh_sign_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The last of a view's decorators: whoever may not do it is told so, and not asked."""
    return _asking(view, is_typed=True)


def fresh_sign_in_for_a_button(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Of a form without anything typed in it: it is pressed again, and nothing is kept."""
    return _asking(view, is_typed=False)


def _asking(view: Callable[..., HttpResponse], *, is_typed: bool) -> Callable[..., HttpResponse]:
    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_proved(request):
            raise SignInTooOld(is_typed=is_typed)
        return view(request, *args, **kwargs)

    asking.needs_fresh_sign_in = True  # type: ignore[attr-defined]
    return asking
