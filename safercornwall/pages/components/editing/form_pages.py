"""The pages that create and edit a document: what was typed is checked, merged with what others saved, and kept."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.form_drafts import drop_draft
from accounts.limits import (
    choose_theirs,
    given_away,
    must_be_able_to_begin,
    offer_theirs,
)
from core.documents import several
from core.documents.actions import ChangedSince, Gone, Saved, create, save
from core.documents.contents import Contents, contents_of, saying, within
from core.documents.history import version_at
from core.documents.merging import differences, with_theirs
from core.documents.writing import Refused
from safercornwall.pages.components.editing.document_forms import DocumentForms, shape_of
from safercornwall.pages.components.editing.drafts import draft_offered, sent
from safercornwall.pages.components.editing.edited_noun import EditedNoun
from safercornwall.pages.components.editing.forms import OUT_OF_DATE, reason_in, say_why
from safercornwall.pages.components.editing.wording import ChangeWords
from safercornwall.pages.components.plan_in_view import current_plan

TAKEN = f"{several.TAKEN} Save again"
CHOOSE = "Choose whose change to keep where both of you changed the same field"
# Buttons that show the form again, with nothing saved.
ONLY_SHOW = ("add", "look")


def new(editor: EditedNoun, request: HttpRequest, **names: Any) -> HttpResponse:
    facts = editor.starts_with(request, **names) if editor.starts_with else {}
    record = editor.model(**facts)
    must_be_able_to_begin(request.user, record)
    shown = editor.suggests(request, record) if editor.suggests else _blank(editor)
    forms = _forms(editor, request, shown, record, plan=current_plan(request), version=None)
    if _is_to_be_saved(request) and forms.is_valid() and stays_theirs(request.user, record, forms):
        try:
            made = create(
                record, forms.contents(_blank(editor)), shape=forms.shape, by=request.user
            )
        except Refused as refused:
            forms.refuse(refused)
        except IntegrityError:
            forms.form.add_error(None, TAKEN)
        else:
            drop_draft(request.user, request.path)
            messages.success(request, f"The {editor.noun} “{made}” is saved.")
            _tell_what_is_missing(editor, request, made)
            return redirect(editor.after_saving(made))
    return _form_page(editor, request, forms, None, names)


def edit(editor: EditedNoun, request: HttpRequest, **names: Any) -> HttpResponse:
    record = editor.find_to_change(request, names)
    plan = getattr(record, "plan", None) or current_plan(request)
    forms = _forms(editor, request, _now(editor, record), record, plan=plan, version=record.version)
    if _is_to_be_saved(request) and forms.is_valid() and stays_theirs(request.user, record, forms):
        return _save(editor, request, record, forms, names)
    return _form_page(editor, request, forms, record, names)


def _is_to_be_saved(request: HttpRequest) -> bool:
    return request.method == "POST" and not any(button in request.POST for button in ONLY_SHOW)


def _save(
    editor: EditedNoun,
    request: HttpRequest,
    record: Any,
    forms: DocumentForms,
    names: dict[str, Any],
) -> HttpResponse:
    version = number_of(request.POST.get("version"))
    base = _base(editor, record, version)
    clashed = request.POST.getlist("clash")
    if base is None or not forms.names_only(base, _now(editor, record)):
        forms.form.add_error(None, OUT_OF_DATE)
    elif any(f"choose-{one}" not in request.POST for one in clashed):
        forms.form.add_error(None, CHOOSE)
    else:
        theirs = {one for one in clashed if request.POST[f"choose-{one}"] == "theirs"}
        mine = with_theirs(forms.contents(base), base, theirs)
        if forms.reason or not _wants_reason(editor, base, mine):
            return _write(editor, request, record, forms, mine, version, names)
        forms.reason_error = say_why(editor.reason_when)
    return _form_page(editor, request, forms, record, names)


def _wants_reason(editor: EditedNoun, base: Contents, mine: Contents) -> bool:
    """Whether the person changed something that is not changed without a reason. What is new has not changed."""
    changed = differences(base, mine)
    return any(
        (f"{one.part[0]}.{one.field}" if one.part else one.field) in editor.reasons_for
        for one in changed
    )


def _write(
    editor: EditedNoun,
    request: HttpRequest,
    record: Any,
    forms: DocumentForms,
    mine: Contents,
    version: int,
    names: dict[str, Any],
) -> HttpResponse:
    try:
        saved = save(
            record,
            mine,
            shape=forms.shape,
            version=version,
            by=request.user,
            reason=forms.reason,
        )
    except ChangedSince as clash:
        return _clash_page(editor, request, clash, names)
    except Refused as refused:
        forms.refuse(refused)
    except IntegrityError:
        forms.form.add_error(None, TAKEN)
    except Gone:
        forms.form.add_error(None, OUT_OF_DATE)
    else:
        drop_draft(request.user, request.path)
        _tell(editor, request, saved, forms)
        return redirect(editor.after_saving(saved.record))
    return _form_page(editor, request, forms, record, names)


def _tell(editor: EditedNoun, request: HttpRequest, saved: Saved, forms: DocumentForms) -> None:
    done = "is saved" if saved.changes else "is as it was: nothing was changed"
    messages.success(request, f"The {editor.noun} “{saved.record}” {done}.")
    _tell_what_is_missing(editor, request, saved.record)
    if saved.taken:
        contents = [_now(editor, saved.record)]
        words = ChangeWords(forms.shape, saved.taken, forms=editor.words, contents=contents)
        what = "; ".join(change.what for change in words.changes(saved.taken))
        who = people_of(saved.others)
        messages.info(request, f"{who} changed it too since you opened it. Both are kept: {what}.")


def _tell_what_is_missing(editor: EditedNoun, request: HttpRequest, record: Any) -> None:
    if missing := editor.missing(record):
        messages.info(request, missing)


def _clash_page(
    editor: EditedNoun, request: HttpRequest, clash: ChangedSince, names: dict[str, Any]
) -> HttpResponse:
    """What both may have is merged, what they clash in stays as this person typed it, and they choose."""
    plan = getattr(clash.record, "plan", None) or current_plan(request)
    forms = DocumentForms(
        editor.form,
        editor.parts,
        contents=clash.merged.contents,
        plan=plan,
        record=clash.record,
        version=clash.record.version,
    )
    forms.reason = reason_in(request.POST)
    words = ChangeWords(
        forms.shape,
        [*clash.clashes, *clash.merged.taken],
        forms=editor.words,
        contents=[clash.merged.contents],
    )
    context = {
        "clashes": words.clashes(clash.clashes),
        "taken": words.changes(clash.merged.taken),
        "who": people_of(clash.others),
    }
    return _form_page(
        editor, request, forms, clash.record, names, status=HTTPStatus.CONFLICT, **context
    )


def _forms(
    editor: EditedNoun,
    request: HttpRequest,
    contents: Contents,
    record: Any,
    *,
    plan: Any,
    version: int | None,
) -> DocumentForms:
    """The forms as they were sent, else as a draft has them, else as stored."""
    data = sent(request)
    forms = DocumentForms(
        editor.form,
        editor.parts,
        data=data,
        contents=contents,
        plan=plan,
        record=record,
        version=number_of(data.get("version")) if data is not None and version else version,
        add=request.POST.get("add", ""),
        check=_is_to_be_saved(request) or _is_looked_at(editor, request),
    )
    offer_theirs(request.user, record, forms.form.fields)
    return forms


def stays_theirs(user: Any, record: Any, forms: DocumentForms) -> bool:
    """Whether the valid forms leave a limited person's record with an organisation of theirs; if not, the owner says so."""
    wrong = given_away(user, record, forms.form.contents)
    for name in wrong:
        forms.form.add_error(name if name in forms.form.fields else None, choose_theirs(user))
    return not wrong


def _is_looked_at(editor: EditedNoun, request: HttpRequest) -> bool:
    """Whether the person asks what the record would mean, which only a form without errors says."""
    return editor.means is not None and "look" in request.POST


def _meaning(editor: EditedNoun, request: HttpRequest, forms: DocumentForms) -> str:
    """What the record means as it is stored or, once the person asks, as it is typed."""
    if editor.means is None or forms.record is None:
        return ""
    if request.method != "POST":
        return editor.means(request, forms.record) if forms.version else ""
    if not _is_looked_at(editor, request) or not forms.is_valid():
        return ""
    return editor.means(request, saying(forms.record, forms.form.contents))


def _form_page(
    editor: EditedNoun,
    request: HttpRequest,
    forms: DocumentForms,
    record: Any,
    names: dict[str, Any],
    *,
    status: int = HTTPStatus.OK,
    **shown: Any,
) -> HttpResponse:
    context = editor.context(request, record, names) | {
        "form": forms,
        "appears": editor.appears(record),
        "draft": draft_offered(request),
        "texts": forms.texts if "look" in request.POST else [],
        "means": _meaning(editor, request, forms),
        "whole": editor.whole_of(forms.record),
    }
    return render(request, "editing/form.html", context | shown, status=status)


def _now(editor: EditedNoun, record: Any) -> Contents:
    return contents_of(record, shape_of(editor.form, editor.parts))


def _base(editor: EditedNoun, record: Any, version: int) -> Contents | None:
    """What the record said when the person opened its page."""
    now = _now(editor, record)
    if version == record.version:
        return now
    kept = version_at(record, version)
    return within(kept.contents, shape_of(editor.form, editor.parts)) if kept else None


def _blank(editor: EditedNoun) -> Contents:
    return Contents({}, {kind.relation: () for kind in editor.parts})


def number_of(text: str | None) -> int:
    """A version as posted; 0, which no record has, where it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def people_of(others: list[Any]) -> str:
    names = dict.fromkeys(str(version.by) if version.by else "Somebody" for version in others)
    return " and ".join(names) or "Somebody"
