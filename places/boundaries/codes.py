"""The properties in which the Office for National Statistics gives the codes of areas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from places.actions import WIDTHS
from places.boundaries.refusals import BoundaryFileRefused, quoted
from places.models import Area, AreaCode

_PROPERTY = re.compile(r"(LSOA|WD|PAR|LAD|CTYUA|CTY|PFA|ICB|LHB|HB|RGN)(\d\d)CD")
_AUTHORITY = re.compile(r"(?:LAD|CTYUA|UTLA|LTLA)\d\dCD")
_CODE = re.compile(r"[A-Z0-9]{4,12}")
# The smallest first: a file of LSOAs often gives the local authority of each as well.
_LEVELS = {
    "LSOA": Area.Kind.LSOA,
    "WD": Area.Kind.WARD,
    "PAR": Area.Kind.PARISH,
    "LAD": Area.Kind.COUNTY,
    "CTYUA": Area.Kind.COUNTY,
    "CTY": Area.Kind.COUNTY,
    "PFA": Area.Kind.POLICE_AREA,
    "ICB": Area.Kind.HEALTH_AREA,
    "LHB": Area.Kind.HEALTH_AREA,
    "HB": Area.Kind.HEALTH_AREA,
    "RGN": Area.Kind.REGION,
}
LSOA_SYSTEMS = {
    2001: AreaCode.System.LSOA_2001,
    2011: AreaCode.System.LSOA_2011,
    2021: AreaCode.System.LSOA_2021,
}
_CALLED = {
    "LSOA": "LSOA boundaries",
    "WD": "ward boundaries",
    "LAD": "local authority boundaries",
    "CTYUA": "county and unitary authority boundaries",
    "PAR": "parish boundaries",
    "CTY": "county boundaries",
    "PFA": "police force area boundaries",
    "ICB": "integrated care board boundaries",
    "LHB": "health board boundaries",
    "HB": "health board boundaries",
    "RGN": "region boundaries",
}
KNOWN = (
    "LSOA01CD, LSOA11CD or LSOA21CD for LSOAs, WD and a year for wards (WD21CD),"
    " LAD or CTYUA and a year for local authorities (LAD11CD), PAR for parishes, CTY for counties, PFA for police"
    " force areas, ICB, LHB or HB for health boards, RGN for regions"
)

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class CodeProperty:
    """A property such as LSOA11CD: what kind of area its codes are of, and since which year."""

    name: str
    level: str
    year: int

    @property
    def kind(self) -> Area.Kind:
        return _LEVELS[self.level]

    @property
    def system(self) -> str:
        return LSOA_SYSTEMS[self.year] if self.level == "LSOA" else AreaCode.System.GSS

    @property
    def may_stand_alone(self) -> bool:
        """Whether such an area may lie in nothing larger."""
        return WIDTHS[self.kind] >= WIDTHS[Area.Kind.COUNTY]

    @property
    def naming(self) -> str:
        """The property that holds the name."""
        return self.name.removesuffix("CD") + "NM"

    @property
    def called(self) -> str:
        return f"{_CALLED[self.level]} {self.year}"


def property_called(name: str) -> CodeProperty | None:
    """What LSOA11CD says; None for a property that holds no code of a kind we know."""
    found = _PROPERTY.fullmatch(name.upper())
    if found is None:
        return None
    level, year = found[1], _year(int(found[2]))
    if level == "LSOA" and year not in LSOA_SYSTEMS:
        return None
    return CodeProperty(name.upper(), level, year)


def code_property(properties: Properties) -> CodeProperty | None:
    """The property that says which area a feature is: the code of the smallest kind. None where there is none.

    Raises FileRefused where there are two of that kind.
    """
    found = [one for name in properties if (one := property_called(name))]
    for level in _LEVELS:
        alike = [one for one in found if one.level == level]
        if len(alike) > 1:
            names = " and ".join(sorted(one.name for one in alike))
            raise BoundaryFileRefused(
                f"The file gives {names}. Say which of them its outlines are of, with --code."
            )
        if alike:
            return alike[0]
    return None


def code_in(value: Any) -> str | None:
    """A code as it is kept; None for what is none."""
    text = value.strip().upper() if isinstance(value, str) else ""
    return text if _CODE.fullmatch(text) else None


def authorities_in(properties: Properties) -> tuple[str, ...]:
    """The codes of the local authorities that a feature says it lies in, or is."""
    found = (code_in(value) for name, value in properties.items() if _AUTHORITY.fullmatch(name))
    return tuple(code for code in found if code)


def missing(properties: Properties) -> BoundaryFileRefused:
    """The refusal of a file whose features bear none of the codes, naming what they bear."""
    names = ", ".join(quoted(name, 20) for name in list(properties)[:8]) or "none"
    return BoundaryFileRefused(
        f"The features have none of the codes that are known: {KNOWN}. Their properties are: {names}."
    )


def _year(two: int) -> int:
    """Codes are given since 1981; "81" is of the last century."""
    return two + (2000 if two <= 80 else 1900)
