"""The machine that it was measured on, and this process on it. Neither its name nor where anything is."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_COMPARED = ("django", "python-calamine", "django-import-export")


def facts(databases: list[str]) -> list[tuple[str, str]]:
    return [
        ("Measured on", f"{datetime.now(UTC):%-d %B %Y}"),
        ("Processor", f"{_processor()}, {_cores()}"),
        ("Memory", _memory()),
        ("System", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("Databases", ", ".join(databases)),
        ("Packages", ", ".join(f"{name} {version(name)}" for name in _COMPARED)),
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "not known"
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _cores() -> str:
    number = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{number} core{'' if number == 1 else 's'}"


def _memory() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return f"{pages * size / 1e9:.0f} GB"


def resident() -> int:
    """How many bytes of memory this process has now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("This system does not say how much memory a process has.")
