"""The pages on which several records of one noun's list are changed: `several/`, its preview, and the change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from accounts.limits import is_theirs
from core.documents.several import Outcome, change_several, outlook
from core.records.fetching import know_parents
from safercornwall.lists.noun_list import NounList
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.several.verbs import SeveralForm, SeveralVerb

MOST = 200
BELONGS_TO_OTHERS = (
    "It belongs to an organisation that is not yours. An administrator can change it."
)
# By list: its page finds here what may be done on it.
SEVERAL: dict[type[NounList], Several] = {}


class CannotGoOn(Exception):
    """The person must choose something on the list first; the message says what."""


@dataclass(frozen=True)
class Several:
    """The `verbs` of a noun's `listing`, for several records at a time. `urls` are the addresses of their pages."""

    editor: Editor
    listing: type[NounList]
    verbs: tuple[SeveralVerb, ...]

    def __post_init__(self) -> None:
        SEVERAL[self.listing] = self

    @property
    def urls(self) -> list[URLPattern]:
        at = f"{self.editor.at}several/"
        return [
            path(at, self._view(ask), name="several"),
            path(f"{at}preview/", self._view(preview), name="several_preview"),
            path(f"{at}apply/", self._view(apply), name="several_apply"),
        ]

    def may(self, user: Any) -> bool:
        return bool(user.has_perm(self.editor.permission("change")))

    def address(self, page: str, names: dict[str, Any]) -> str:
        return self.editor.address(page, names)

    def _view(self, page: Callable[[Asked], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest, **names: Any) -> HttpResponse:
            back = self._list_address(request, names)
            if request.method != "POST":
                return redirect(back)
            try:
                return page(read(self, request, names, back))
            except CannotGoOn as told:
                messages.error(request, str(told))
                return redirect(back)

        may_change = permission_required(self.editor.permission("change"), raise_exception=True)
        allowed: Callable[..., HttpResponse] = may_change(keeps_limits(view))
        return require_http_methods(["GET", "HEAD", "POST"])(allowed)

    def _list_address(self, request: HttpRequest, names: dict[str, Any]) -> str:
        """The list, filtered as the person had it."""
        query = QueryDict(request.POST.get("back", "")[:2000]).urlencode()
        address = self.address("list", names)
        return f"{address}?{query}" if query else address


@dataclass(frozen=True)
class Asked:
    """What somebody asked for, and for which records. `seen` has the version of each that they saw."""

    several: Several
    request: HttpRequest
    names: dict[str, Any]
    back: str
    seen: dict[int, int]
    records: list[Any]
    verb: SeveralVerb

    def kept_from(self, record: Any) -> str:
        """Why this person may not change a record; empty where they may."""
        return "" if is_theirs(self.request.user, record) else BELONGS_TO_OTHERS

    @property
    def form(self) -> SeveralForm:
        return self.verb.form(self.several.editor, self.request, self.request.POST)

    @property
    def context(self) -> dict[str, Any]:
        listing = self.several.listing
        return {
            "carried": [f"{key}-{version}" for key, version in self.seen.items()],
            "title": listing.title,
            "verb": self.verb,
            "back": self.back,
            "query": self.request.POST.get("back", ""),
            "ask_at": self.several.address("several", self.names),
            "preview_at": self.several.address("several_preview", self.names),
            "apply_at": self.several.address("several_apply", self.names),
        }


def read(several: Several, request: HttpRequest, names: dict[str, Any], back: str) -> Asked:
    """Raises CannotGoOn, BadRequest, and Http404 for a record that this person may not know of."""
    rows = several.editor.rows(request, names)
    seen = _seen(request.POST)
    if not seen:
        raise CannotGoOn(f"Choose at least one {several.listing.noun}.")
    if len(seen) > MOST:
        raise CannotGoOn(f"Choose at most {MOST} {several.listing.nouns} at a time.")
    found = {record.pk: record for record in rows.filter(pk__in=seen)}
    if found.keys() != seen.keys():
        raise Http404("There is no such record.")
    records = [found[key] for key in seen]
    know_parents(records, [current_plan(request)] if names else [])
    return Asked(several, request, names, back, seen, records, _verb(several, request.POST))


def ask(asked: Asked) -> HttpResponse:
    """What the verb must know."""
    form = asked.verb.form(asked.several.editor, asked.request)
    given = {name: asked.request.POST[name] for name in form.fields if name in asked.request.POST}
    form.initial = given
    return _ask_page(asked, form)


def preview(asked: Asked) -> HttpResponse:
    """What would change in each, and what would not and why."""
    form = asked.form
    if not form.is_valid():
        return _ask_page(asked, form)
    change = asked.verb.change(asked.several.editor.model, form.cleaned_data)
    outcomes = outlook(asked.records, asked.seen, change, kept_from=asked.kept_from)
    changing = [one for one in outcomes if not one.why_not]
    changes = [one.changes for one in changing]
    words = asked.verb.words(asked.several.editor, change.shape, changes)
    context = asked.context | {
        "form": form,
        "changing": [(one.record, changes) for one, changes in zip(changing, words, strict=True)],
        "left_out": [one for one in outcomes if one.why_not],
        "counted": _counted(asked.several.listing, len(changing)),
        # Only what was seen to change is changed.
        "carried": [f"{one.record.pk}-{one.record.version}" for one in changing or outcomes],
    }
    return render(asked.request, "several/preview.html", context)


def apply(asked: Asked) -> HttpResponse:
    """Change what can be changed."""
    form = asked.form
    if not form.is_valid():
        return _ask_page(asked, form)
    model = asked.several.editor.model
    outcomes = change_several(
        model,
        asked.seen,
        asked.verb.change(model, form.cleaned_data),
        by=asked.request.user,
        reason=form.cleaned_data["reason"],
        kept_from=asked.kept_from,
    )
    _tell(asked, outcomes)
    return redirect(asked.back)


def _ask_page(asked: Asked, form: SeveralForm) -> HttpResponse:
    context = asked.context | {
        "form": form,
        "records": asked.records,
        "counted": _counted(asked.several.listing, len(asked.records)),
    }
    return render(asked.request, "several/ask.html", context)


def _tell(asked: Asked, outcomes: list[Outcome]) -> None:
    changed = [one for one in outcomes if not one.why_not]
    if changed:
        counted = _counted(asked.several.listing, len(changed))
        verb = "is" if len(changed) == 1 else "are"
        messages.success(asked.request, f"{counted} {verb} {asked.verb.done}.")
    left_out: dict[str, list[str]] = {}
    for one in outcomes:
        if one.why_not:
            left_out.setdefault(one.why_not, []).append(f"“{one.record}”")
    for why_not, names in left_out.items():
        messages.warning(asked.request, f"Not changed: {', '.join(names)}. {why_not}")


def _counted(listing: type[NounList], number: int) -> str:
    return f"{number} {listing.noun if number == 1 else listing.nouns}"


def _verb(several: Several, data: QueryDict) -> SeveralVerb:
    if not data.get("verb"):
        raise CannotGoOn("Choose what to do with them.")
    for verb in several.verbs:
        if verb.key == data["verb"]:
            return verb
    raise Http404("That cannot be done here.")


def _seen(data: QueryDict) -> dict[int, int]:
    """The version of each record that was chosen: "12-3" is version 3 of record 12. Raises BadRequest."""
    given = data.getlist("shown" if "all" in data else "chosen")
    pairs = [re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text) for text in given]
    if None in pairs:
        raise BadRequest("A record is chosen by its number and version.")
    return {int(pair[1]): int(pair[2]) for pair in pairs if pair}
