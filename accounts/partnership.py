"""What the planner is called: by the name of the partnership that it serves."""

from __future__ import annotations

from accounts.models import Organisation

UNNAMED = "Safer Cornwall planner"


def first_partnership() -> str:
    """The name of the partnership that was named first; empty before one is named."""
    named = Organisation.objects.filter(kind=Organisation.Kind.PARTNERSHIP).order_by("pk")
    return str(named.first() or "")


def planner_name() -> str:
    """ "Safer Cornwall Partnership planner", in one line, for an e-mail."""
    name = " ".join(first_partnership().split())
    return f"{name} planner" if name else UNNAMED
