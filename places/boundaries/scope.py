"""Which features of a file are wanted: those of a filter, else those of local authorities that the planner knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from places.boundaries.codes import Properties, authorities_in
from places.boundaries.refusals import BoundaryFileRefused, quoted
from places.naming import plain_place

# LSOAs are called after the local authority that they lie in: "Cornwall 013A".
_NUMBER = re.compile(r"\s+\d{3}[A-Z]{1,2}$")


@dataclass(frozen=True)
class Only:
    """Features that have one of these values in a property; a star stands for any letters."""

    name: str
    values: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Only:
        """From "LAD11CD=E06000052,E06000053". Raises FileRefused."""
        name, equals, given = text.partition("=")
        values = tuple(value.strip().casefold() for value in given.split(",") if value.strip())
        if not (name.strip() and equals and values):
            raise BoundaryFileRefused(
                f"{quoted(text)} is no filter: write a property, an equals sign and the values wanted,"
                " for example LAD11CD=E06000052."
            )
        return cls(name.strip().upper(), values)

    def wants(self, properties: Properties) -> bool:
        value = str(properties.get(self.name, "")).strip().casefold()
        return any(fnmatchcase(value, wanted) for wanted in self.values)


@dataclass(frozen=True)
class Scope:
    """`codes` are all that areas have, `authorities` those of local authorities, `names` what these are called. `unsaid`
    takes in the features that do not say which local authority they lie in.
    """

    codes: Collection[str] = ()
    authorities: Collection[str] = ()
    names: Collection[str] = ()
    only: Sequence[Only] = ()
    everything: bool = False
    unsaid: bool = False

    def wants(self, code: str | None, name: str, properties: Properties) -> bool:
        """Whether a feature is to be looked at. `properties` have names in capitals."""
        if self.only:
            return all(one.wants(properties) for one in self.only)
        return (
            self.everything
            or code in self.codes
            or plain_place(authority_of_name(name)) in self.names
            or any(one in self.authorities for one in authorities_in(properties))
            or (self.unsaid and not authorities_in(properties) and authority_of_name(name) == name)
        )


def authority_of_name(name: str) -> str:
    """The local authority that an LSOA's name begins with; any other name as it is."""
    return _NUMBER.sub("", name)
