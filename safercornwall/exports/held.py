"""A copy of what the planner holds of a person: for themselves, or for an administrator who answers their request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import Group
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BinaryField, ForeignKey, Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.backends import limits_of
from accounts.limits import names_of
from accounts.models import User
from safercornwall.exports.downloads import download, file_name

# Nobody gets it, not even whoever chose it.
NEVER_GIVEN = {"password", "session_key", "session_data"}
# Counted by name, and not by person.
TRIES = (AccessAttempt, AccessFailureLog, AccessLog)
# By these links a row is about the person, or is their own words. By any other they are named beside what somebody did, which may be
# about others: that is counted.
ABOUT_THEM = {"person", "author", "asked_by"}


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


def held_about(person: User) -> dict[str, Any]:
    """JSON can hold it: {"person": facts, "rows": {what: rows}, "named in": {what: {as what: how many}}}."""
    rows: dict[str, list[dict[str, Any]]] = {}
    named: dict[str, dict[str, int]] = {}
    for model, links in _models_with_people():
        what = str(model._meta.verbose_name_plural)
        for link in links:
            found = model._base_manager.filter(**{link.name: person})
            if link.name in ABOUT_THEM:
                rows[what] = _rows(model, found)
            elif number := found.count():
                named.setdefault(what, {})[str(link.verbose_name)] = number
    for tries in TRIES:
        found = tries.objects.filter(username=person.username)
        rows[str(tries._meta.verbose_name_plural)] = _rows(tries, found)
    (facts,) = _rows(User, User.objects.filter(pk=person.pk))
    facts["roles"] = list(Group.objects.filter(user=person).values_list("name", flat=True))
    facts["limited to"] = names_of(limits_of(person))
    return {
        "person": facts,
        "rows": {what: found for what, found in sorted(rows.items()) if found},
        "named in": dict(sorted(named.items())),
    }


def _models_with_people() -> Iterable[tuple[type[Model], list[Any]]]:
    for model in apps.get_models():
        fields: Iterable[Any] = model._meta.concrete_fields
        links = [one for one in fields if isinstance(one, ForeignKey) and one.related_model is User]
        if links:
            yield model, links


def _rows(model: type[Model], found: Any) -> list[dict[str, Any]]:
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in NEVER_GIVEN and not isinstance(field, BinaryField)
    ]
    return list(found.order_by("pk").values(*names))
