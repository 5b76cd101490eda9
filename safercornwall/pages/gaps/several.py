"""What may be done to several delivery gaps at a time."""

from __future__ import annotations

from priorities.models import DeliveryGap
from safercornwall.lists.gaps import GapList
from safercornwall.pages.components.several.pages import Several
from safercornwall.pages.components.several.verbs import (
    AddToTheme,
    ArchiveSeveral,
    HandOver,
    SetStatus,
)

from .edit import EDITOR

STATUS = SetStatus(tuple(DeliveryGap.Status), days={"closed": "closed_on"})
THEME = AddToTheme("wordings", says=lambda gap: {"text": gap.text})
SEVERAL_GAPS = Several(EDITOR, GapList, (HandOver(), STATUS, THEME, ArchiveSeveral()))
