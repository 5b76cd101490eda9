"""What may be done to several themes at a time."""

from __future__ import annotations

from safercornwall.lists.themes import ThemeList
from safercornwall.pages.components.several.pages import Several
from safercornwall.pages.components.several.verbs import ArchiveSeveral, HandOver

from .edit import EDITOR

SEVERAL_THEMES = Several(EDITOR, ThemeList, (HandOver(), ArchiveSeveral()))
