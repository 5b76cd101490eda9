"""The author of a comment withdraws it, or an administrator does. That it was said, and by whom, stays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.comments import may_withdraw, withdraw_comment
from accounts.models import Comment
from safercornwall.lists.record_kinds import KIND_BY_MODEL


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("accounts.add_comment", raise_exception=True)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    comments = Comment.objects.select_related("author", "content_type")
    comment = get_object_or_404(comments, pk=pk, withdrawn_at=None)
    record = _record_of(comment, request.user)
    if not may_withdraw(request.user, comment):
        raise PermissionDenied
    if request.method == "POST":
        person: Any = request.user
        withdraw_comment(comment, by=person)
        messages.success(request, "The comment is withdrawn.")
        return redirect(f"{record.get_absolute_url()}#comments")
    return render(request, "comments/withdraw.html", {"comment": comment, "record": record})


def _record_of(comment: Comment, user: Any) -> Any:
    """Raises Http404 where this person may not read it."""
    kind = KIND_BY_MODEL.get(comment.content_type.model_class())
    if kind is None:
        raise Http404("Such a record has no comments.")
    return kind.find(user, comment.object_id)
