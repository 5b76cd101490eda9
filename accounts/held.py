"""What the planner holds of a person, for that person: the answer to a subject access request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import BinaryField, Field, ForeignKey, Model

from accounts.models import User

# Nobody gets it, not even whoever chose it.
NEVER_GIVEN = {"password", "session_key", "session_data"}
# Counted by name, and not by person.
TRIES = (AccessAttempt, AccessFailureLog, AccessLog)
# By these links a row is about the person, or is their own words. By any other they are named beside what somebody did, which may be
# about others: that is counted.
ABOUT_THEM = {"person", "author", "asked_by"}


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
    return {
        "person": facts,
        "rows": {what: found for what, found in sorted(rows.items()) if found},
        "named in": dict(sorted(named.items())),
    }


def _models_with_people() -> Iterable[tuple[type[Model], list[Field]]]:
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
