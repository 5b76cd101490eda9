"""What of a plan still waits for somebody."""

from __future__ import annotations

from priorities.models import Decision, DeliveryGap
from safercornwall.flags.snapshot import Snapshot


def open_gaps(snapshot: Snapshot) -> list[DeliveryGap]:
    return snapshot.open_gaps


def outstanding(snapshot: Snapshot) -> list[Decision]:
    return snapshot.outstanding
