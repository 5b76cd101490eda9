"""A short name for what code says, so that what older code worked out is told from what is so now."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def digest_of_code(paths: tuple[str, ...]) -> str:
    """Of the Python files and templates at or below `paths`, which start at the root of the project: 16 letters and digits."""
    hashed = sha256()
    for file in sorted(file for path in paths for file in _files(ROOT / path)):
        hashed.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return hashed.hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*") if file.suffix in {".py", ".html"}]
