"""What a person who is limited to organisations may change: only the records that one of these owns or leads.

They read what everybody of their role reads. A model says in `owned_by` which of its fields name organisations that own or lead a
record, or in `part_of` which field names the record that it is a part of. What says neither is shared by all, and no limited person changes it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.backends import limits_of
from accounts.models import Organisation

ASK = "An administrator of the planner can change it, or hand it over."


class NotTheirs(PermissionDenied):
    """A limited person asked to change what belongs to others. `owners` are the names of these, if any."""

    def __init__(self, record: Any, owners: list[str]) -> None:
        super().__init__(words_for(record, owners))
        self.record, self.owners = record, owners


def is_theirs(user: Any, record: Any) -> bool:
    """Whether the limits of a person, if any, let them change a record. Their role has to as well."""
    limits = limits_of(user)
    return not limits or not limits.isdisjoint(owners_of(record))


def must_be_theirs(user: Any, record: Any) -> None:
    """Raises NotTheirs."""
    if not is_theirs(user, record):
        raise NotTheirs(record, names_of(owners_of(record)))


def must_still_be_theirs(user: Any, record: Any) -> None:
    """As `must_be_theirs`, of the record as stored, locked until the transaction ends. No query for who is not limited."""
    if limits_of(user):
        rows = type(record)._base_manager.select_for_update()
        must_be_theirs(user, rows.get(pk=record.pk))


def ask_of_owners(user: Any, record: Any) -> None:
    """What a version of a record asks of whoever writes it. What says of nobody that they own it, its page guards.

    Raises NotTheirs.
    """
    if _columns_of_owners(record) or hasattr(record, "part_of"):
        must_be_theirs(user, record)


def must_not_be_limited(user: Any, record: Any) -> None:
    """Raises NotTheirs for a limited person: the record is shared by all."""
    if limits_of(user):
        raise NotTheirs(record, [])


def must_be_able_to_begin(user: Any, record: Any) -> None:
    """Raises NotTheirs for a new part of a record of others. Whose a new record of its own is, its form says."""
    if hasattr(record, "part_of"):
        must_be_theirs(user, getattr(record, record.part_of))


def owners_of(record: Any) -> set[int]:
    """The keys of the organisations that own or lead a record, or the record that it is a part of."""
    if hasattr(record, "part_of"):
        return owners_of(getattr(record, record.part_of))
    keys = (getattr(record, column) for column in _columns_of_owners(record).values())
    return {key for key in keys if key is not None}


def given_away(user: Any, record: Any, values: Mapping[str, Any]) -> list[str]:
    """The fields by which `values`, keys by field, would give a record to organisations that a person is not limited to.

    An owner that stays as it is gives nothing away, but a record that is none of theirs would be lost to them.
    """
    limits = limits_of(user)
    own = _columns_of_owners(record) if limits else {}
    now = {name: getattr(record, column) for name, column in own.items()}
    then = now | {name: values[name] for name in own if name in values}
    wrong = [name for name in own if then[name] != now[name] and then[name] not in limits]
    if own and not wrong and limits.isdisjoint(then.values()):
        return [next(iter(own))]
    return wrong


def offer_theirs(user: Any, record: Any, fields: Mapping[str, Any]) -> None:
    """Leave a limited person the choice of their own organisations, and of those that the record has."""
    limits = limits_of(user)
    if not limits:
        return
    for name, column in _columns_of_owners(record).items():
        if name in fields:
            known = limits | {getattr(record, column)} - {None}
            fields[name].queryset = fields[name].queryset.filter(pk__in=known)


def choose_theirs(user: Any) -> str:
    """What a form says at an owner that is none of theirs."""
    mine = " or ".join(names_of(limits_of(user)))
    return f"Choose {mine}: you change only what it owns or leads. An administrator hands a record over"


def names_of(organisations: Collection[int]) -> list[str]:
    if not organisations:
        return []
    found = Organisation.with_archived.filter(pk__in=organisations)
    return list(found.order_by("name").values_list("name", flat=True))


def words_for(record: Any, owners: list[str]) -> str:
    """Whose a record is, for somebody who may not change it."""
    if not owners:
        return f"“{record}” belongs to no organisation of yours. {ASK}"
    return f"“{record}” belongs to {' and '.join(owners)}. {ASK}"


def _columns_of_owners(record: Any) -> dict[str, str]:
    """The fields that name who owns or leads a record, each with its column, which holds the key."""
    return {name: f"{name}_id" for name in getattr(record, "owned_by", ())}
