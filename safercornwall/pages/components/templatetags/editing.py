"""Links to the pages on which a record is edited, for the people who may."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.apps import apps

from accounts.limits import is_theirs
from safercornwall.pages.components.editing.edited_noun import EDITORS

register = template.Library()


@register.inclusion_tag("editing/_edit_links.html", takes_context=True)
def edit_links(context: Any, record: Any, what: str = "") -> dict[str, Any]:
    """Edit and History of a record. `what` says which, where several stand on a page."""
    history_at = EDITORS[type(record)].address_of(record, "history")
    return {"what": what, "edit_at": _edit_at(context, record), "history_at": history_at}


@register.inclusion_tag("editing/_edit_link.html", takes_context=True)
def edit_link(context: Any, record: Any, what: str) -> dict[str, Any]:
    """Small links for one of many records on a page: Edit for people who may, and History."""
    history_at = EDITORS[type(record)].address_of(record, "history")
    return {"what": what, "edit_at": _edit_at(context, record), "history_at": history_at}


def _edit_at(context: Any, record: Any) -> str:
    """Empty for a person who may not edit it. The request is at hand inside an `{% include … only %}` too."""
    editor = EDITORS[type(record)]
    may_edit = editor.may_change(context.request.user, record)
    return editor.address_of(record, "edit") if may_edit else ""


@register.simple_tag(takes_context=True)
def theirs(context: Any, record: Any) -> bool:
    """Whether the person is not limited to others' records: `{% theirs project as is_theirs %}`."""
    return is_theirs(context.request.user, record)


@register.inclusion_tag("editing/_new_link.html", takes_context=True)
def new_link(
    context: Any, model: str, theme: Any = None, whole: Any = None, **names: Any
) -> dict[str, Any]:
    """A link to begin a new record: `{% new_link "priorities.deliverygap" plan=plan.slug theme=theme %}`.

    Where the address names no plan, the theme's plan goes with the theme. Beside it stands a link to what is archived,
    unless the records of other themes are archived there, too. `whole` is the record, if not a theme, that it becomes a part of.
    """
    editor = EDITORS[apps.get_model(model)]
    begins: dict[str, str] = {}
    if theme and editor.is_under_theme:
        names["theme"] = theme.slug
    elif theme:
        begins["theme"] = theme.slug
        if "plan" not in names:
            begins["plan"] = theme.plan.slug
    listed = editor.is_under_theme or not theme
    started = f"?{urlencode(begins)}" if begins else ""
    user = context.request.user
    part_of = theme if editor.is_under_theme else whole
    may_add = user.has_perm(editor.permission("add")) and (
        part_of is None or is_theirs(user, part_of)
    )
    return {
        "noun": editor.noun,
        # Among the sections of a theme a button each would shout.
        "is_button": theme is None,
        "new_at": f"{editor.address('new', names)}{started}" if may_add else "",
        "archived": _archived(context, editor, names) if listed else None,
    }


@register.inclusion_tag("editing/_archived_link.html", takes_context=True)
def archived_link(context: Any, model: str, **names: Any) -> dict[str, Any]:
    """A link to the archived records of a list that has no link to begin a new one."""
    return {"archived": _archived(context, EDITORS[apps.get_model(model)], names)}


def _archived(context: Any, editor: Any, names: dict[str, Any]) -> dict[str, str] | None:
    """Where the archived records of a list are, and what they are called; None for who may not change them."""
    if not context.request.user.has_perm(editor.permission("change")):
        return None
    return {"url": editor.address("archived", names), "nouns": editor.nouns}
