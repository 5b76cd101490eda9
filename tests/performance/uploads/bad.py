"""What a bad file is, for the lists of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BadFile:
    """A file that must be refused with `code`, in words that include `says`. `make` writes it to a path."""

    name: str
    code: str
    says: str
    make: Callable[[Path], None]


def bad(name: str, code: str, says: str, make: Callable[[Path], object] | bytes) -> BadFile:
    """A bad file made by a function, or of the bytes given."""

    def write(path: Path) -> None:
        if isinstance(make, bytes):
            path.write_bytes(make)
        else:
            make(path)

    return BadFile(name, code, says, write)
