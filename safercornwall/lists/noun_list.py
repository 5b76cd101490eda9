"""Who reads a list, and in which plan."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from core.lists.listing import Listing
from priorities.clocks import Clocks, clocks_of
from priorities.models import Plan, Theme
from safercornwall.flags.snapshot import Snapshot


class Reader:
    """A person reads a plan by its two clocks, or others. Without a plan there are no themes and no flags."""

    def __init__(self, user: Any, plan: Plan | None, clocks: Clocks | None = None):
        self.user = user
        self.plan = plan
        self.clocks = clocks or clocks_of(plan)
        self.as_at = self.clocks.as_at

    @cached_property
    def themes(self) -> list[Theme]:
        """In the plan's order, each knowing its plan."""
        return list(self.plan.themes.order_by("order")) if self.plan else []

    @property
    def is_earlier(self) -> bool:
        """They read the plan as at a day before its own."""
        return self.plan is not None and self.as_at < clocks_of(self.plan).as_at

    @cached_property
    def snapshot(self) -> Snapshot | None:
        return Snapshot(self.plan, self.clocks) if self.plan else None


class NounList(Listing):
    """The list of one noun, as somebody reads it. One that `needs_a_plan` is not found without one."""

    is_in_plan = False
    needs_a_plan = False

    @classmethod
    def may_be_read_by(cls, user: Any) -> bool:
        return bool(user.has_perm(cls.permission))

    def __init__(self, reader: Reader, query: Any):
        self.reader = reader
        self.form = self.arrange(self.filters(query))

    def filters(self, query: Any) -> Any:
        """The form of its filters, bound to the query of an address."""
        raise NotImplementedError


class PlanList(NounList):
    """The list of a noun of one plan, which its address names."""

    is_in_plan = True
    needs_a_plan = True

    @property
    def plan(self) -> Plan:
        return cast(Plan, self.reader.plan)
