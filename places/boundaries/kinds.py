"""Whether a file can be one of boundaries at all: what it really is, and in which coordinates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from places.boundaries.outlines import AS_DEGREES
from places.boundaries.refusals import BoundaryFileRefused, quoted

MOST_BYTES = 1_000_000_000
# As the coordinate systems in degrees are named in a file's "crs".
_IN_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4258", "EPSG:4258")
# What a file really is, by its first bytes.
_KINDS = (
    (b"PK", "a zip file: unpack it, and give the .geojson file inside"),
    (b"\x1f\x8b", "a packed (gzip) file: unpack it first"),
    (b"\x00\x00\x27\x0a", "a shapefile: download or export it as GeoJSON"),
    (b"SQLite format 3", "a GeoPackage or another database: download or export it as GeoJSON"),
    (b"<", "XML or a web page: download or export it as GeoJSON"),
    (b"\xff\xfe", "UTF-16 text: save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text: save it as UTF-8"),
)


def check_kind(path: Path) -> None:
    """Raises FileRefused for what is no text of bearable size, by its first bytes."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(64)
    except (OSError, ValueError) as why:
        raise BoundaryFileRefused(
            f"The file cannot be read: {getattr(why, 'strerror', None) or why}."
        ) from None
    if not start.strip():
        raise BoundaryFileRefused("The file is empty.")
    if size > MOST_BYTES:
        raise BoundaryFileRefused(
            f"The file is larger than {MOST_BYTES // 1_000_000:,} MB. Take the generalised edition (BGC or BUC)."
        )
    for mark, really in _KINDS:
        if start.lstrip().startswith(mark):
            raise BoundaryFileRefused(f"The file is {really}.")
    if b"\x00" in start:
        raise BoundaryFileRefused("The file is not text, so it is no GeoJSON.")


def check_crs(crs: Any) -> None:
    """Raises FileRefused where the coordinate system that a file names is not of degrees; it need name none."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if crs is not None and not str(name).upper().endswith(_IN_DEGREES):
        raise BoundaryFileRefused(
            f"The file says that its coordinates are of {quoted(name or crs)}, not degrees. {AS_DEGREES}"
        )
