"""Holds the process that reads a file to its share of the machine. Called before the file is opened."""

import resource
from pathlib import Path

from performance.uploads.files.limits import CPU_SECONDS, MEMORY_BYTES, OPEN_FILES, SPOOL_BYTES


def confine(seconds: int = CPU_SECONDS) -> None:
    """Sets limits on memory, `seconds` of processor time, files written and files open, and no core dumps."""
    for kind, limit, grace in (
        (resource.RLIMIT_AS, MEMORY_BYTES, 0),
        # At the limit the process is told, which says why it ended; a second later it is killed.
        (resource.RLIMIT_CPU, seconds, 1),
        (resource.RLIMIT_FSIZE, SPOOL_BYTES, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, highest = resource.getrlimit(kind)
        wanted = limit + grace
        if highest != resource.RLIM_INFINITY:
            wanted = min(wanted, highest)
        try:
            resource.setrlimit(kind, (min(limit, wanted), wanted))
        except (OSError, ValueError):
            # macOS knows the limit on memory and does not let anybody set it.
            if kind != resource.RLIMIT_AS:
                raise


def peak_memory() -> int:
    """The most bytes of memory that this process has held at once."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
