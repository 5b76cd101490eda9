"""What a form holds while it is open is offered again when its author comes back to its page.

A page takes `sent(request)` as the data of its forms, shows `draft_offered(request)`, and drops the draft once it has saved.
The name of its address stands in `safercornwall/pages/drafts/keep.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict

from accounts.form_drafts import draft_of
from accounts.models import FormDraft


def sent(request: HttpRequest) -> QueryDict | None:
    """What the form holds: as sent, as it met a sign-in, or as its author left it in a draft. None for a new form."""
    if request.method == "POST":
        return request.POST
    return getattr(request, "unsent_fields", None) or _draft_chosen(request)


def _draft_chosen(request: HttpRequest) -> QueryDict | None:
    draft = draft_of(request.user, request.path) if "draft" in request.GET else None
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data


def draft_offered(request: HttpRequest) -> FormDraft | None:
    """The draft that its author left, where the page opens without it."""
    if request.method == "POST" or "draft" in request.GET or hasattr(request, "unsent_fields"):
        return None
    return draft_of(request.user, request.path)


def leave_unchecked(forms: Iterable[Any]) -> None:
    """Who is not done yet is told of no errors yet."""
    for form in forms:
        form._errors = ErrorDict()
        form.cleaned_data = {}
