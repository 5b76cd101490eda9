"""Two people changed one document: what both may have, and what somebody must choose.

Three contents are compared: `base`, which both began from; `now`, which the first of them saved; and `mine`, which the
second wants to save. A field that only one of them changed is no clash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.documents.contents import Contents, Part, Values

# No field is called so.
ORDER = "-order"
REMOVED = "-removed"


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same in two contents.

    `part` is a relation with the key of a part, or with none where it is about their order. `field` is the name of a
    field, ORDER, or REMOVED where one of the two has no such part (its value is then None).
    """

    field: str
    was: Any
    now: Any
    part: tuple[str, int | str | None] | None = None

    @property
    def path(self) -> str:
        """Names it in a form: "title", "milestones.12.name", "milestones.-order"."""
        steps = [str(step) for step in self.part or () if step is not None]
        return ".".join([*steps, self.field])


@dataclass(frozen=True)
class Clash:
    """Something that both changed, each in another way."""

    path: str
    field: str
    part: tuple[str, int | str | None] | None
    base: Any
    theirs: Any
    mine: Any


@dataclass
class Merged:
    """`contents` has what both may have; where they clash it has `mine`. `taken` are their changes that it took in."""

    contents: Contents
    taken: list[Difference] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def merge(base: Contents, now: Contents, mine: Contents) -> Merged:
    """All three have the same fields and relations."""
    found = Merged(Contents({}, {}))
    found.contents.values.update(_merge_values(found, base.values, now.values, mine.values, None))
    for relation in mine.parts:
        found.contents.parts[relation] = _merge_parts(found, relation, base, now, mine)
    return found


def differences(was: Contents, now: Contents) -> list[Difference]:
    """What changed, field by field and part by part."""
    found = list(_value_differences(was.values, now.values, None))
    for relation in now.parts:
        found += _part_differences(relation, was.parts.get(relation, ()), now.parts[relation])
    return found


def with_theirs(mine: Contents, theirs: Contents, paths: set[str]) -> Contents:
    """`mine`, with what `theirs` says at each of `paths`."""
    values = {
        name: theirs.values[name] if name in paths else value for name, value in mine.values.items()
    }
    parts = {
        relation: _ordered_as(
            tuple(_part_with_theirs(relation, part, theirs, paths) for part in rows),
            theirs.parts[relation] if f"{relation}.{ORDER}" in paths else (),
        )
        for relation, rows in mine.parts.items()
    }
    return Contents(values, parts)


def _part_with_theirs(relation: str, part: Part, theirs: Contents, paths: set[str]) -> Part:
    their_part = theirs.part(relation, part.key)
    if their_part is None:
        return part
    values = {
        name: their_part.values[name] if f"{relation}.{part.key}.{name}" in paths else value
        for name, value in part.values.items()
    }
    return Part(part.key, values)


def _merge_values(
    found: Merged,
    base: Values,
    now: Values,
    mine: Values,
    part: tuple[str, int | str | None] | None,
) -> Values:
    merged = {}
    for name, value in mine.items():
        merged[name] = value
        if now[name] in (base[name], value):
            continue
        difference = Difference(name, base[name], now[name], part)
        if value == base[name]:
            merged[name] = now[name]
            found.taken.append(difference)
        else:
            found.clashes.append(Clash(difference.path, name, part, base[name], now[name], value))
    return merged


def _merge_parts(
    found: Merged, relation: str, base: Contents, now: Contents, mine: Contents
) -> tuple[Part, ...]:
    kept: list[Part] = []
    for part in mine.parts[relation]:
        kept += _merge_kept_part(found, relation, part, base, now)
    kept += _parts_not_mine(found, relation, base, now, mine)
    return _merge_order(found, relation, tuple(kept), base, now, mine)


def _merge_kept_part(
    found: Merged, relation: str, part: Part, base: Contents, now: Contents
) -> list[Part]:
    """A part that I kept or added."""
    before, theirs = base.part(relation, part.key), now.part(relation, part.key)
    if part.is_new or before is None:
        return [part]
    about = (relation, part.key)
    if theirs is not None:
        values = _merge_values(found, before.values, theirs.values, part.values, about)
        return [Part(part.key, values)]
    difference = Difference(REMOVED, before.values, None, about)
    if part.values == before.values:
        found.taken.append(difference)
        return []
    found.clashes.append(Clash(difference.path, REMOVED, about, before.values, None, part.values))
    return [Part.again(part.key, part.values)]


def _parts_not_mine(
    found: Merged, relation: str, base: Contents, now: Contents, mine: Contents
) -> Iterator[Part]:
    """Parts that they have and I have not: those that they added stay; those that I removed go, unless they changed them."""
    for theirs in now.parts[relation]:
        if mine.part(relation, theirs.key) is not None:
            continue
        about, before = (relation, theirs.key), base.part(relation, theirs.key)
        if before is None:
            found.taken.append(Difference(REMOVED, None, theirs.values, about))
            yield theirs
        elif before.values != theirs.values:
            path = Difference(REMOVED, None, None, about).path
            found.clashes.append(Clash(path, REMOVED, about, before.values, theirs.values, None))
            yield theirs


def _merge_order(
    found: Merged,
    relation: str,
    kept: tuple[Part, ...],
    base: Contents,
    now: Contents,
    mine: Contents,
) -> tuple[Part, ...]:
    shared = (
        {part.key for part in base.parts[relation]}
        & {part.key for part in now.parts[relation]}
        & {part.key for part in mine.parts[relation]}
    )
    was, theirs, own = (_keys(one.parts[relation], shared) for one in (base, now, mine))
    if theirs in (was, own):
        return kept
    about = (relation, None)
    if own == was:
        found.taken.append(Difference(ORDER, was, theirs, about))
        return _ordered_as(kept, now.parts[relation])
    path = Difference(ORDER, None, None, about).path
    found.clashes.append(Clash(path, ORDER, about, was, theirs, own))
    return kept


def _keys(parts: tuple[Part, ...], among: set[int | str]) -> tuple[int | str, ...]:
    return tuple(part.key for part in parts if part.key in among)


def _ordered_as(parts: tuple[Part, ...], others: tuple[Part, ...]) -> tuple[Part, ...]:
    """`parts` in the order of `others`. Parts that `others` lacks come last, in their own order."""
    places = {part.key: place for place, part in enumerate(others)}
    return tuple(sorted(parts, key=lambda part: places.get(part.key, len(places))))


def _value_differences(
    was: Values, now: Values, part: tuple[str, int | str | None] | None
) -> Iterator[Difference]:
    for name, value in now.items():
        if was.get(name) != value:
            yield Difference(name, was.get(name), value, part)


def _part_differences(
    relation: str, was: tuple[Part, ...], now: tuple[Part, ...]
) -> Iterator[Difference]:
    before, after = ({part.key: part for part in parts} for parts in (was, now))
    for key, part in after.items():
        if key not in before:
            yield Difference(REMOVED, None, part.values, (relation, key))
        else:
            yield from _value_differences(before[key].values, part.values, (relation, key))
    for key in before:
        if key not in after:
            yield Difference(REMOVED, before[key].values, None, (relation, key))
    shared = set(before) & set(after)
    order_was, order_now = _keys(was, shared), _keys(now, shared)
    if order_was != order_now:
        yield Difference(ORDER, order_was, order_now, (relation, None))
