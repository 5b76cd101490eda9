"""The six kinds of record that somebody owns, confirms and comments on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import people_with_permission
from performance.indicators.waiting import may_see_waiting
from performance.models import Indicator
from priorities.clocks import CHANGES_PLANS, readable_plans
from priorities.models import Decision, DeliveryGap, Plan, Theme, Threat
from projects.models import Project


@dataclass(frozen=True)
class RecordKind:
    """`organisation` and `person` name the fields of who owns such a record.

    `owned_as` and `answers_as` are what a page calls them, `unowned` and `unnamed` what it says where there is none.
    """

    key: str
    model: Any
    noun: str
    nouns: str
    known_to: Callable[[Any, Any], QuerySet]
    organisation: str = "owner"
    person: str = "owner_person"
    owned_as: str = "Owner"
    unowned: str = "No owner"
    answers_as: str = "Person"
    unnamed: str = "Nobody named"

    def permission(self, verb: str) -> str:
        meta = self.model._meta
        return f"{meta.app_label}.{verb}_{meta.model_name}"

    def visible_to(self, user: Any) -> QuerySet:
        """The records that a person may read: none of a draft plan for those who may not write plans."""
        if not user.has_perm(self.permission("view")):
            return self.model._base_manager.none()
        return self.known_to(self.model, user)

    def readers_of(self, record: Any) -> QuerySet[User]:
        """The people who may read a record: of a draft plan, those who write plans."""
        people = people_with_permission(self.permission("view"))
        plan = getattr(record, "plan", None)
        is_open = (
            plan.stage != Plan.Stage.DRAFT
            if isinstance(plan, Plan)
            else self.known_to(self.model, AnonymousUser()).filter(pk=record.pk).exists()
        )
        if is_open:
            return people
        return people.filter(pk__in=people_with_permission(CHANGES_PLANS).order_by().values("pk"))

    def find(self, user: Any, pk: int) -> Any:
        """Raises Http404, also for what this person may not know of."""
        found = self.visible_to(user).filter(pk=pk).first()
        if found is None:
            raise Http404(f"There is no such {self.noun}.")
        return found


def _of_plans(model: Any, user: Any) -> QuerySet:
    return model.objects.filter(plan__in=readable_plans(user)).select_related("plan")


def _under_themes(model: Any, user: Any) -> QuerySet:
    return model.objects.known_under(readable_plans(user))


def _indicators(model: Any, user: Any) -> QuerySet:
    return model.objects.known_under(readable_plans(user), waiting=may_see_waiting(user))


KINDS = (
    RecordKind("theme", Theme, "theme", "themes", _of_plans),
    RecordKind(
        *("indicator", Indicator, "indicator", "indicators", _indicators),
        organisation="provider",
        person="owner",
        owned_as="Provided by",
        unowned="Not stated",
        answers_as="Sent in by",
        unnamed="Not stated",
    ),
    RecordKind(
        *("project", Project, "project", "projects", _under_themes),
        organisation="lead_organisation",
        owned_as="Lead",
        unowned="Not stated",
    ),
    RecordKind("gap", DeliveryGap, "delivery gap", "delivery gaps", _of_plans),
    RecordKind("threat", Threat, "threat", "threats", _of_plans),
    RecordKind(
        *("decision", Decision, "decision", "decisions", _of_plans),
        owned_as="Who decides",
        unowned="Not stated",
    ),
)
KIND_BY_KEY = {kind.key: kind for kind in KINDS}
KIND_BY_MODEL = {kind.model: kind for kind in KINDS}


def kind_or_404(key: str) -> RecordKind:
    if key not in KIND_BY_KEY:
        raise Http404("There is no such kind of record.")
    return KIND_BY_KEY[key]


def may_change_records(user: Any) -> bool:
    """Whether a person may change any of these kinds."""
    return any(user.has_perm(kind.permission("change")) for kind in KINDS)
