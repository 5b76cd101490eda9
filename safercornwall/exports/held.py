"""A copy of what the planner holds of a person: for themselves, or for an administrator who answers a request."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.held import held_about
from accounts.models import User
from safercornwall.exports.downloads import download, file_name


@require_safe
def own_held(request: HttpRequest) -> HttpResponseBase:
    person: Any = request.user
    return _copy_for(User.objects.get(pk=person.pk))


@permission_required("accounts.change_user", raise_exception=True)
@require_safe
def person_held(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _copy_for(get_object_or_404(User, pk=pk))


def _copy_for(person: User) -> HttpResponseBase:
    content = json.dumps(held_about(person), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
    name = file_name("held of", person.username, extension="json")
    return download(content.encode(), "application/json", name)
