"""The pages of what a document was: archived ones, its history, an earlier version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.limits import given_away
from core.documents import actions
from core.documents.actions import ChangedSince, Gone
from core.documents.contents import Contents, contents_of
from core.documents.history import SHAPES, KeptVersion, version_at, versions_of
from core.documents.merging import differences
from core.documents.several import TAKEN
from core.documents.writing import Refused
from safercornwall.pages.components.editing.edited_noun import EditedNoun
from safercornwall.pages.components.editing.form_pages import number_of
from safercornwall.pages.components.editing.forms import reason_in
from safercornwall.pages.components.editing.wording import ChangeWords

VERSIONS_ON_A_PAGE = 20
ARCHIVED_ON_A_PAGE = 50


def archive(editor: EditedNoun, request: HttpRequest, **names: Any) -> HttpResponse:
    record = editor.find_to_change(request, names)
    if request.method == "POST":
        actions.archive(record, by=request.user, reason=reason_in(request.POST))
        messages.success(
            request,
            f"The {editor.noun} “{record}” is archived. It can be brought back from here.",
        )
        return redirect(editor.address("archived", editor.list_names(names)))
    return render(
        request,
        "editing/archive.html",
        editor.context(request, record, names) | {"appears": editor.appears(record)},
    )


def bring_back(editor: EditedNoun, request: HttpRequest, **names: Any) -> HttpResponse:
    record = editor.find_to_change(request, names, archived=True)
    try:
        actions.bring_back(record, by=request.user)
    except (Refused, IntegrityError) as why:
        told = _told(why) if isinstance(why, Refused) else TAKEN
        messages.error(request, f"The {editor.noun} “{record}” cannot be brought back: {told}")
        return redirect(editor.address("history", names))
    messages.success(request, f"The {editor.noun} “{record}” is back.")
    return redirect(editor.after_saving(record))


def _told(refused: Refused) -> str:
    return "; ".join(text for texts in refused.errors.values() for text in texts)


def archived(editor: EditedNoun, request: HttpRequest, **names: Any) -> HttpResponse:
    rows = editor.rows(request, names)
    rows = rows.filter(archived_at__isnull=False).order_by("-archived_at")
    page = Paginator(rows, ARCHIVED_ON_A_PAGE).get_page(request.GET.get("page"))
    entries = [(record, editor.address("history", editor.record_names(record))) for record in page]
    context = editor.context(request, None, names) | {"entries": entries, "page": page}
    return render(request, "editing/archived.html", context)


def history(editor: EditedNoun, request: HttpRequest, **names: Any) -> HttpResponse:
    record = editor.find(request, names, archived=True)
    shape = SHAPES[editor.model]
    kept = versions_of(record)
    pairs = list(zip(kept, [*kept[1:], None], strict=False))
    page = Paginator(pairs, VERSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    known = editor.known_parts(request)
    changes = [
        differences(known(before.contents), known(version.contents)) if before else []
        for version, before in page
    ]
    words = ChangeWords(
        shape,
        [one for found in changes for one in found],
        forms=editor.words,
        # The oldest first, so that a part is named by what it says now.
        contents=[
            known(one.contents) for pair in reversed(list(page)) for one in pair[::-1] if one
        ],
    )
    entries = [
        (
            version,
            words.changes(found),
            editor.address("version", names | {"number": version.number}),
        )
        for (version, before), found in zip(page, changes, strict=True)
        if found or not _is_hidden(version, before, known)
    ]
    context = editor.context(request, record, names) | {"entries": entries, "page": page}
    return render(request, "editing/history.html", context)


def version(editor: EditedNoun, request: HttpRequest, number: int, **names: Any) -> HttpResponse:
    record = editor.find(request, names, archived=True)
    kept = version_at(record, number)
    if kept is None:
        raise Http404("There is no such version.")
    shape = SHAPES[editor.model]
    known = editor.known_parts(request)
    said = differences(Contents({}, dict.fromkeys(shape.parts, ())), known(kept.contents))
    since = differences(known(kept.contents), known(contents_of(record, shape)))
    contents = [known(kept.contents), known(contents_of(record, shape))]
    words = ChangeWords(shape, [*said, *since], forms=editor.words, contents=contents)
    context = editor.context(request, record, names) | {
        "version": kept,
        "reason": "" if _is_hidden(kept, version_at(record, number - 1), known) else kept.reason,
        "facts": [one for one in words.changes(said) if one.now != "Nothing"],
        "since": words.changes(since),
        "restore_at": editor.address("restore", names | {"number": number}),
    }
    return render(request, "editing/version.html", context)


def _is_hidden(
    version: KeptVersion, before: KeptVersion | None, known: Callable[[Contents], Contents]
) -> bool:
    """Whether all that a version changed is what this person may not know of: its reason may tell of that."""
    if before is None or version.contents == before.contents:
        return False
    return known(version.contents) == known(before.contents)


def restore(editor: EditedNoun, request: HttpRequest, number: int, **names: Any) -> HttpResponse:
    record = editor.find_to_change(request, names)
    kept = version_at(record, number)
    if kept is not None and given_away(request.user, record, kept.contents.values):
        messages.error(
            request, f"Version {number} has another owner, so an administrator restores it."
        )
        return redirect(editor.address("version", names | {"number": number}))
    try:
        saved = actions.restore(
            record,
            number,
            version=number_of(request.POST.get("version")),
            by=request.user,
            reason=reason_in(request.POST),
        )
    except Refused as refused:
        messages.error(request, f"Version {number} cannot be restored: {_told(refused)}")
        return redirect(editor.address("version", names | {"number": number}))
    except (ChangedSince, Gone, IntegrityError):
        messages.error(request, "Somebody changed it just now. Look at it again, then restore it.")
        return redirect(editor.address("version", names | {"number": number}))
    done = "is restored" if saved.changes else "is the same as now"
    messages.success(request, f"Version {number} {done}.")
    return redirect(editor.after_saving(record))
