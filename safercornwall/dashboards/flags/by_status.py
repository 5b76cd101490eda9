"""What several rules are: a flag for every indicator that stands in one way."""

from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Severity
from safercornwall.dashboards.snapshot import Snapshot


def indicators_with(status: Status, snapshot: Snapshot, severity: Severity) -> Iterator[Flag]:
    """Those that have `status`, with the sentence that explains it, the furthest off their target first."""
    for standing in snapshot.furthest_off_first:
        if standing.status == status:
            themes = snapshot.themes_of(standing.indicator)
            yield Flag(standing.indicator, standing.sentence, severity, themes)
