"""What the planner knows of areas and their codes, fetched once for a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from places.boundaries.codes import LSOA_SYSTEMS, CodeProperty
from places.boundaries.scope import Only, Scope
from places.models import Area, AreaCode
from places.naming import plain_place


@dataclass
class Known:
    """`systems` says which coding systems an area has a code of."""

    areas: dict[int, Area] = field(default_factory=dict)
    by_code: dict[tuple[str, str], int] = field(default_factory=dict)
    systems: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[tuple[str, str], list[Area]] = field(default_factory=lambda: defaultdict(list))
    slugs: set[str] = field(default_factory=set)

    @classmethod
    def fetch(cls) -> Known:
        known = cls()
        for area in Area.objects.only("slug", "name", "kind", "path", "level"):
            known.areas[area.pk] = area
            known.by_name[area.kind, plain_place(area.name)].append(area)
            known.slugs.add(area.slug)
        for pk, system, code in AreaCode.objects.values_list("area", "system", "code"):
            known.by_code[system, code.upper()] = pk
            known.systems[pk].add(system)
        return known

    def with_code(self, system: str, code: str) -> Area | None:
        return self.areas.get(self.by_code.get((system, code), 0))

    def with_code_of(self, of: CodeProperty, code: str) -> tuple[Area | None, str]:
        """The area of a code, and the system that it was found in.

        An LSOA keeps its code for as long as it keeps its bounds, so that one of 2011 may be known by that of 2001.
        """
        systems = [of.system]
        if of.level == "LSOA":
            systems += [one for one in reversed(LSOA_SYSTEMS.values()) if one != of.system]
        for system in systems:
            if area := self.with_code(system, code):
                return area, system
        return None, ""

    def with_name(self, of: CodeProperty, name: str) -> Area | None:
        """The only area of the kind with that name; not one that has another code of the same family.

        An LSOA with the name of another, and with another code, has other bounds.
        """
        found = self.by_name.get((of.kind, plain_place(name)), [])
        family = LSOA_SYSTEMS.values() if of.level == "LSOA" else [of.system]
        if len(found) != 1 or not self.systems[found[0].pk].isdisjoint(family):
            return None
        return found[0]

    def scope(
        self, only: Sequence[Only] = (), *, everything: bool = False, unsaid: bool = False
    ) -> Scope:
        """What is wanted of a file: where nothing is said, what belongs to a local authority that has a code."""
        authorities = {
            code: pk
            for (system, code), pk in self.by_code.items()
            if system == AreaCode.System.GSS and self.areas[pk].kind != Area.Kind.WARD
        }
        return Scope(
            codes={code for _, code in self.by_code},
            authorities=set(authorities),
            names={plain_place(self.areas[pk].name) for pk in authorities.values()},
            only=only,
            everything=everything,
            unsaid=unsaid,
        )
