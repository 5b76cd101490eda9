"""What may be done to several threats at a time."""

from __future__ import annotations

from priorities.models import Threat
from safercornwall.lists.threats import ThreatList
from safercornwall.pages.components.several.pages import Several
from safercornwall.pages.components.several.verbs import (
    AddToTheme,
    ArchiveSeveral,
    HandOver,
    SetStatus,
)

from .edit import EDITOR

STATUS = SetStatus(
    (*Threat.OPEN, Threat.Status.CLOSED),
    days={"closed": "ended_on"},
    because={"closed": "ended_because"},
    hint="A threat is promoted on its own page, with what it became.",
)
THEME = AddToTheme("wordings", says=lambda threat: {"text": threat.text})
SEVERAL_THREATS = Several(EDITOR, ThreatList, (HandOver(), STATUS, THEME, ArchiveSeveral()))
