"""The boundaries that come with the planner: the land under each map, and the shapes of places that have their codes."""

from __future__ import annotations

import json
from pathlib import Path

from places.boundaries.codes import code_property
from places.boundaries.outlines import outline
from places.models import ReferenceBoundary

SOURCE = "Office for National Statistics, {} (simplified; Open Government Licence v3.0; contains OS data)"


def add_reference_boundaries(file: Path) -> int:
    """Adds those of a GeoJSON file where there are none yet, and says how many."""
    if ReferenceBoundary.objects.exists():
        return 0
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    of = code_property(features[0]["properties"])
    if of is None:
        raise ValueError(f"{file.name} has no code that is known.")
    made = ReferenceBoundary.objects.bulk_create(
        ReferenceBoundary(
            system=of.system,
            code=feature["properties"][of.name],
            name=feature["properties"][of.naming],
            edition=str(of.year),
            geometry=outline(feature["geometry"]),
            source=SOURCE.format(of.called),
        )
        for feature in features
    )
    return len(made)
