"""Somebody comments on a record, and those whom they name are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.comments import comment_on, names_of_nobody, tell_named
from accounts.models import Comment, User
from safercornwall.lists.record_kinds import kind_or_404
from safercornwall.pages.components.comments import address_of_comment, comment_form
from safercornwall.pages.components.letters import absolute, letter, one_line, send

MAX_NAME_IN_SUBJECT = 100


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("accounts.add_comment", raise_exception=True)
def new_comment(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    found = kind_or_404(kind)
    record = found.find(request.user, pk)
    person: Any = request.user
    data = request.POST if request.method == "POST" else None
    form = comment_form(person, found, record, data)
    if not form.is_valid():
        return render(request, "comments/new.html", {"form": form, "record": record})
    comment = comment_on(
        record,
        by=person,
        text=form.cleaned_data["text"],
        readers=form.readers,
        tell=form.cleaned_data["tell"],
    )
    # After it is saved: an e-mail that fails loses nothing.
    told, missed = tell_named(comment, partial(_send, comment, found.noun, record))
    messages.success(request, _said(told))
    for warning in (*_not_reached(missed), *_not_known(comment, form.readers)):
        messages.warning(request, warning)
    return redirect(address_of_comment(comment, record))


def _send(comment: Comment, noun: str, record: Any, person: User) -> bool:
    """Names the record and the author; what the comment says stays in the planner."""
    author = one_line(comment.author)
    context = {
        "name": one_line(person),
        "author": author,
        "noun": noun,
        "record": one_line(record),
        "address": absolute(address_of_comment(comment, record)),
    }
    subject = f"{author} named you in a comment on “{one_line(record)[:MAX_NAME_IN_SUBJECT]}”"
    return send(letter(subject, "named_in_comment.txt", context, to=person.email))


def _said(told: list[User]) -> str:
    if not told:
        return "Your comment is saved."
    return f"Your comment is saved, and {_names(told)} {'is' if len(told) == 1 else 'are'} told by e-mail."


def _not_reached(missed: list[User]) -> Iterator[str]:
    """A sentence for each reason why no e-mail went out."""
    failed = [person for person in missed if person.email]
    without_address = [person for person in missed if not person.email]
    if failed:
        yield f"No e-mail could be sent to {_names(failed)}."
    if without_address:
        yield (
            f"No e-mail could be sent to {_names(without_address)}: no address is known."
            " They find it under My work."
        )


def _not_known(comment: Comment, readers: Iterable[User]) -> Iterator[str]:
    """A sentence for the @names in the text that are nobody's who may read the record."""
    unknown = names_of_nobody(comment.text, [comment.author, *readers])
    if unknown:
        yield f"Nobody who may read this is called {' or '.join(unknown)}: nobody is told for it."


def _names(people: Iterable[User]) -> str:
    *others, last = map(str, people)
    return f"{', '.join(others)} and {last}" if others else last
