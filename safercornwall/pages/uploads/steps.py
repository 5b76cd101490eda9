"""What people do with an upload. Each is a form that is posted, and leads back to the upload's page."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.backends import limits_of
from accounts.limits import NotTheirs
from core.records.seen import FIELD
from performance.figures.board_has_seen import needs_a_reason
from performance.indicators.new import NewIndicators
from performance.models import Upload
from performance.uploads import actions, reading
from performance.uploads.refusals import NotNow, OtherThanSeen
from performance.uploads.rights import may_change, may_work_on, why_kept_from
from performance.uploads.stages import seen_of
from priorities.clocks import clocks_of
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.uploads.columns import discarded_words, named_words, open_question
from safercornwall.pages.uploads.columns_form import ColumnsForm
from safercornwall.pages.uploads.new_indicators_form import NewIndicatorsForm
from safercornwall.pages.uploads.page import ApplyForm, UndoForm, find, may_choose_sheets, page_of
from safercornwall.pages.uploads.status_changes import changes_to_keep


def step(view):
    """Only for whoever may change what the file holds; what cannot be done now is said on the upload's page."""

    @permission_required("performance.view_upload", raise_exception=True)
    @wraps(view)
    def checked(request, pk):
        upload = find(pk)
        if not may_change(request.user, upload.kind):
            raise PermissionDenied
        if not may_work_on(request.user, upload):
            raise NotTheirs(upload, [])
        try:
            return view(request, upload) or redirect(upload)
        except NotNow as why:
            messages.error(request, str(why))
            return redirect(upload)

    return keeps_limits(checked)


def must_be_theirs_whole(request, upload):
    """Raises NotNow, with the indicators of others that a limited person's file has."""
    if why := why_kept_from(request.user, upload):
        raise NotNow(why)


def may_make_indicators(user):
    """Whose an indicator of a file is, nobody has said yet: a limited person begins one on its own page."""
    return user.has_perm("performance.add_indicator") and not limits_of(user)


def may_be_read_otherwise(upload, otherwise):
    """Raises NotNow, with what is said `otherwise`, unless nothing of the file is saved yet."""
    if upload.stage not in (Upload.Stage.MAPPING, Upload.Stage.CHECKED):
        raise NotNow(otherwise)


def read_otherwise(request, upload, action, *said, then):
    """Has the file read as `said` and leads back to it, saying what was done `then`. None where it is no longer as it was
    seen, which is told; the page is then shown again.
    """
    try:
        action(upload, *said, by=request.user, seen=request.POST.get(FIELD, ""))
    except OtherThanSeen as why:
        messages.error(request, str(why))
        upload.refresh_from_db()
        return None
    messages.success(request, then)
    return redirect(upload)


@require_POST
@step
def upload_check(request, upload):
    actions.check_again(upload, by=request.user)
    messages.success(request, f"{upload.file_name} is read again. Nothing is saved from it yet.")


@require_http_methods(["GET", "HEAD", "POST"])
@step
def upload_columns(request, upload):
    """Which column holds what: where the headings do not say so, or where they were read wrongly."""
    may_be_read_otherwise(upload, "The columns of this upload cannot be named now.")
    data = request.POST if request.method == "POST" else None
    may_add = may_make_indicators(request.user)
    form = ColumnsForm(data, upload=upload, may_add=may_add)
    # What is said of new indicators counts only where there are some.
    new = NewIndicatorsForm(
        data if form.adds else None,
        themes=themes_of(current_plan(request)),
        frequency=form.frequency,
    )
    if data is not None and all([form.is_valid(), not form.adds or new.is_valid()]):
        try:
            return _name_columns(request, upload, form, new)
        except OtherThanSeen as why:
            messages.error(request, str(why))
            upload.refresh_from_db()
    context = {"form": form, "new": new, "upload": upload, "seen": seen_of(upload)}
    context["may_choose_sheets"] = may_choose_sheets(upload)
    if upload.stage == Upload.Stage.MAPPING:
        context["question"] = open_question(upload, quotes=True)
    return render(request, "uploads/columns.html", context)


def _name_columns(request, upload, form, new):
    added = NewIndicators()
    if form.adds:
        added = NewIndicators(form.new_names, new.facts_for(form.cleaned_data.get("area", "")))
    indicators = reading.name_columns(
        upload, form.layout, by=request.user, new=added, seen=request.POST.get(FIELD, "")
    )
    messages.success(request, named_words(form.layout, indicators))
    return redirect(upload)


@require_POST
@step
def upload_accept(request, upload):
    actions.accept_warnings(upload, by=request.user, seen=request.POST.get(FIELD, ""))
    messages.success(request, "The warnings are accepted. Nothing is saved yet.")


@require_POST
@step
def upload_apply(request, upload):
    must_be_theirs_whole(request, upload)
    needed = upload.stage == Upload.Stage.CHECKED and needs_a_reason(upload)
    form = ApplyForm(request.POST, upload=upload, needed=needed)
    if not form.is_valid():
        return page_of(request, upload, apply_form=form)
    said = {"reason": form.cleaned_data.get("reason", "")}
    as_at = clocks_of(current_plan(request)).as_at
    try:
        actions.apply(
            upload,
            by=request.user,
            seen=form.cleaned_data["seen"],
            status_changes=changes_to_keep(upload, as_at),
            as_at=as_at,
            **said,
        )
    except OtherThanSeen as why:
        messages.error(request, str(why))
        now = find(upload.pk)
        again = ApplyForm(None, upload=now, needed=needs_a_reason(now), initial=said)
        return page_of(request, now, apply_form=again)
    return None


@require_POST
@step
def upload_discard(request, upload):
    removed = actions.discard(upload, by=request.user, seen=request.POST.get(FIELD, ""))
    messages.success(request, discarded_words(upload, removed))


@require_POST
@step
@fresh_sign_in
def upload_undo(request, upload):
    if upload.stage != Upload.Stage.APPLIED:
        raise NotNow("Only an upload that has been applied can be taken back.")
    must_be_theirs_whole(request, upload)
    form = UndoForm(request.POST, upload=upload)
    if not form.is_valid():
        return page_of(request, upload, undo_form=form)
    said = {"reason": form.cleaned_data["reason"]}
    try:
        actions.undo(upload, by=request.user, seen=form.cleaned_data["seen"], **said)
    except OtherThanSeen as why:
        messages.error(request, str(why))
        now = find(upload.pk)
        return page_of(request, now, undo_form=UndoForm(None, upload=now, initial=said))
    return None
