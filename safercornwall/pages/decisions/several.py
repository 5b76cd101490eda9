"""What may be done to several decisions at a time."""

from __future__ import annotations

from priorities.models import Decision
from safercornwall.lists.decisions import DecisionList
from safercornwall.pages.components.several.pages import Several
from safercornwall.pages.components.several.verbs import (
    ArchiveSeveral,
    HandOver,
    LinkToTheme,
    SetStatus,
)

from .edit import EDITOR

STATUS = SetStatus(tuple(Decision.Status), days={"decided": "decided_on"})
SEVERAL_DECISIONS = Several(
    EDITOR, DecisionList, (HandOver(), STATUS, LinkToTheme(), ArchiveSeveral())
)
