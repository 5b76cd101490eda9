"""A boundary file, read feature by feature: which areas it outlines, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from places.boundaries.codes import (
    CodeProperty,
    Properties,
    authorities_in,
    code_in,
    code_property,
    missing,
)
from places.boundaries.kinds import check_crs, check_kind
from places.boundaries.outlines import Kept, Spool, outline
from places.boundaries.refusals import BoundaryFileRefused, FeatureRefused, quoted
from places.boundaries.scope import Scope
from places.boundaries.streaming import FEATURES, members

LONGEST_NAME = 150


@dataclass(frozen=True)
class Feature:
    """The outline of one area. `number` is its place in the file, from 1."""

    number: int
    code: str
    name: str
    outline: Kept
    authorities: tuple[str, ...] = ()
    centre: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Refusal:
    """A feature that cannot be taken, as whoever has the file finds it, and why."""

    called: str
    why: str


@dataclass
class BoundaryFile:
    """What a file holds. `left_out` counts the features that were not wanted."""

    property: CodeProperty | None = None
    features: list[Feature] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    left_out: int = 0


def read_file(
    path: Path, scope: Scope, spool: Spool, *, code: CodeProperty | None = None
) -> BoundaryFile:
    """The wanted features of the file at `path`, their outlines in `spool`. `code` where its property is said.

    Raises FileRefused where no feature of it can be taken.
    """
    check_kind(path)
    found = BoundaryFile(code)
    kind = None
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            for key, value in members(file):
                if key == FEATURES:
                    number += 1
                    _take(found, number, value, scope, spool)
                elif key == "type":
                    kind = value
                elif key == "crs":
                    check_crs(value)
    except UnicodeDecodeError:
        raise BoundaryFileRefused(
            "The file is not UTF-8 text. Export it as GeoJSON, in UTF-8, again."
        ) from None
    except OSError as why:
        raise BoundaryFileRefused(f"The file cannot be read: {why.strerror or why}.") from None
    _check_whole(found, kind, number)
    return _without_doubles(found)


def _check_whole(found: BoundaryFile, kind: Any, number: int) -> None:
    if kind != "FeatureCollection":
        said = f"of the type {quoted(kind, 30)}" if isinstance(kind, str) else "of no type"
        raise BoundaryFileRefused(
            f"The file is {said}, and not a GeoJSON FeatureCollection. Choose GeoJSON where it is downloaded."
        )
    if not number:
        raise BoundaryFileRefused("The file has no features.")
    if found.property is None:
        raise missing({})


def _take(found: BoundaryFile, number: int, value: Any, scope: Scope, spool: Spool) -> None:
    """Put a feature where it belongs: among those taken, those refused or those left out."""
    properties = _properties(value)
    if found.property is None and properties:
        found.property = code_property(properties)
        if found.property is None:
            raise missing(properties)
    if found.property is None:
        found.refusals.append(Refusal(f"Feature {number:,}", "has no properties"))
        return
    code = code_in(properties.get(found.property.name))
    name = _name(properties.get(found.property.naming))
    called = " ".join(filter(None, (f"Feature {number:,}", code, name and quoted(name))))
    if not scope.wants(code, name, properties):
        found.left_out += 1
        return
    try:
        feature = _feature(number, code, name, value, properties, found.property, spool)
    except FeatureRefused as why:
        found.refusals.append(Refusal(called, str(why)))
    except BoundaryFileRefused as why:
        raise BoundaryFileRefused(f"{called}: {why}") from None
    else:
        found.features.append(feature)


def _feature(
    number: int,
    code: str | None,
    name: str,
    value: Any,
    properties: Properties,
    of: CodeProperty,
    spool: Spool,
) -> Feature:
    if not isinstance(value, dict) or value.get("type") != "Feature":
        raise FeatureRefused("is no GeoJSON Feature")
    if code is None:
        raise FeatureRefused(f"has no code in {of.name}")
    if len(name) > LONGEST_NAME:
        raise FeatureRefused(f"has a name of more than {LONGEST_NAME} letters")
    kept = spool.keep(outline(value.get("geometry")))
    return Feature(number, code, name, kept, authorities_in(properties), _centre(properties))


def _properties(value: Any) -> Properties:
    """Named in capitals: older files have them small."""
    found = value.get("properties") if isinstance(value, dict) else None
    return (
        {str(name).upper(): one for name, one in found.items()} if isinstance(found, dict) else {}
    )


def _name(value: Any) -> str:
    printed = (letter for letter in str(value) if letter.isprintable() or letter.isspace())
    return " ".join("".join(printed).split()) if isinstance(value, str) else ""


def _centre(properties: Properties) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude of the middle, where the file gives them."""
    given = [properties.get(name) for name in ("LAT", "LONG")]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in given):
        return None
    latitude, longitude = (Decimal(str(one)) for one in given)
    if not (latitude.is_finite() and longitude.is_finite()):
        return None
    if not (49 <= latitude <= 62 and -14 <= longitude <= 3):
        return None
    step = Decimal("0.00001")
    return latitude.quantize(step), longitude.quantize(step)


def _without_doubles(found: BoundaryFile) -> BoundaryFile:
    """A code that two features have says of neither which outline is the area's."""
    by_code: dict[str, list[Feature]] = defaultdict(list)
    for feature in found.features:
        by_code[feature.code].append(feature)
    for code, features in by_code.items():
        if len(features) > 1:
            numbers = " and ".join(f"{one.number:,}" for one in features[:4])
            found.refusals.append(
                Refusal(f"Features {numbers}", f"have the same code, {quoted(code)}")
            )
    found.features = [one for one in found.features if len(by_code[one.code]) == 1]
    return found
