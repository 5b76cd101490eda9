"""What the forms of a project offer: it goes on from plan to plan, and is linked to records of several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import people_with_permission
from performance.models import Indicator
from priorities.models import Decision, DeliveryGap, Plan, ScopeItem, Theme, Threat
from safercornwall.pages.components.editing.forms import DocumentForm

# By the kind of record that a project leads to, the path to its plan.
PLAN_OF: dict[Any, str] = {
    Theme: "plan",
    DeliveryGap: "plan",
    Threat: "plan",
    Decision: "plan",
    ScopeItem: "theme__plan",
}
ORDER_OF: dict[Any, tuple[str, ...]] = {
    Theme: ("-plan__financial_year", "order"),
    ScopeItem: ("-theme__plan__financial_year", "theme__order", "order"),
}


class AcrossPlans(DocumentForm):
    """Offers the records of every plan that is not closed, and what is chosen already."""

    def __init__(self, *args: Any, plan: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def offered(self, field: Any, chosen: list[Any]) -> QuerySet:
        model = field.queryset.model
        if model is User:
            readers = people_with_permission("projects.view_project")
            return User.objects.filter(Q(pk__in=readers.values("pk")) | Q(pk__in=chosen))
        if model is Indicator:
            return Indicator.objects.filter(Q(is_waiting=False) | Q(pk__in=chosen))
        rows = super().offered(field, chosen)
        if model not in PLAN_OF:
            return rows
        to_plan = PLAN_OF[model]
        going_on = Q(**{f"{to_plan}__in": Plan.objects.exclude(stage=Plan.Stage.CLOSED)})
        if model is ScopeItem:
            going_on &= Q(theme__archived_at=None)
        rows = rows.filter(going_on | Q(pk__in=chosen)).select_related(to_plan)
        return rows.order_by(*ORDER_OF[model]) if model in ORDER_OF else rows


class ThemeChoice(forms.ModelChoiceField):
    """Themes with the year of their plan: two plans have themes of one name."""

    def label_from_instance(self, theme: Any) -> str:
        return f"{theme} ({theme.plan.year_label})"


class ScopeItemChoice(forms.ModelChoiceField):
    def label_from_instance(self, item: Any) -> str:
        return f"{item.theme} ({item.theme.plan.year_label}): {item}"
