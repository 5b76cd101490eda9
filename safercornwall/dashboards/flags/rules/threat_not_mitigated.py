from collections.abc import Iterator

from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.COVERAGE,
    title="Threat with no mitigation",
    explains="Nothing is recorded as being done about an open threat.",
    order=6,
)
def threat_not_mitigated(snapshot: Snapshot) -> Iterator[Flag]:
    for threat in snapshot.threats:
        if threat.status == "open" and not threat.mitigation:
            reason = "Nothing is recorded as being done about this threat."
            yield Flag(threat, reason, Severity.MEDIUM, snapshot.themes_worded(threat))
