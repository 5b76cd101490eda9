"""Somebody confirms that a record is still right."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.limits import must_be_theirs
from core.documents.actions import ChangedSince, Gone, confirm
from core.records.versions import EditedSince
from performance.indicators.actions import confirm_indicator
from performance.models import Indicator
from safercornwall.lists.record_kinds import kind_or_404, may_change_records
from safercornwall.pages.components.editing.form_pages import number_of
from safercornwall.pages.components.limits import keeps_limits

CHANGED = "It was changed since you opened this page. Look at it again, then confirm it."


@keeps_limits
@require_POST
def confirm_record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if not may_change_records(request.user):
        raise PermissionDenied
    found = kind_or_404(kind)
    record = found.find(request.user, pk)
    if not request.user.has_perm(found.permission("change")):
        raise PermissionDenied
    must_be_theirs(request.user, record)
    act = confirm_indicator if found.model is Indicator else confirm
    try:
        act(
            record,
            version=number_of(request.POST.get("version")),
            by=request.user,
            on=timezone.localdate(),
        )
    except (ChangedSince, EditedSince, Gone):
        messages.error(request, CHANGED)
    else:
        messages.success(request, f"You confirmed that the {found.noun} “{record}” is still right.")
    return redirect(record.get_absolute_url())
