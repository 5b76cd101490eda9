"""How a status, a severity, a rating or a direction looks: a word, a shape and a colour, always all three."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from core.lists.filters import ARRANGEMENT, Filters

register = template.Library()

# As many beside the words stand open.
UNFOLDED_FILTERS = 2


@dataclass(frozen=True)
class Look:
    """`tone` names a colour of the stylesheet, `shape` a drawing in components/_shape.html."""

    label: str
    tone: str
    shape: str


STATUSES = {
    "achieved": Look("Achieved", "green", "tick"),
    "on_track": Look("On track", "green", "disc"),
    "at_risk": Look("At risk", "amber", "triangle"),
    "off_track": Look("Off track", "red", "diamond"),
    "missed": Look("Missed", "red", "cross"),
    "no_target": Look("No target", "grey", "ring"),
    "overdue": Look("Overdue", "purple", "clock"),
    "no_figures": Look("No figures yet", "grey", "dash"),
}
SEVERITIES = {
    "high": Look("High", "red", "chevrons"),
    "medium": Look("Medium", "amber", "chevron"),
    "low": Look("Low", "grey", "bar"),
}
PROJECT_STATUSES = {
    "current": Look("Current", "green", "disc"),
    "awaiting_implementation": Look("Awaiting implementation", "blue", "clock"),
    "on_hold": Look("On hold", "amber", "pause"),
    "planned": Look("Planned", "blue", "ring"),
    "closed": Look("Closed", "grey", "cross"),
}
RATINGS = {
    "very_high": Look("Very high", "red", "bars-4"),
    "high": Look("High", "amber", "bars-3"),
    "medium": Look("Medium", "yellow", "bars-2"),
    "low": Look("Low", "grey", "bars-1"),
}
DIRECTIONS = {
    "improving": Look("Improving", "green", "arrow-up-right"),
    "steady": Look("Steady", "grey", "arrow-right"),
    "worsening": Look("Worsening", "red", "arrow-down-right"),
    "up": Look("Up", "grey", "arrow-up"),
    "down": Look("Down", "grey", "arrow-down"),
    "unknown": Look("Nothing to compare with", "grey", "dash"),
}
FIGURE_STATES = {
    "reported": Look("Reported", "green", "disc"),
    "provisional": Look("Provisional", "blue", "half"),
    "not_yet_due": Look("Not yet due", "grey", "ring"),
    "no_day_set": Look("No figure; no due date is set", "grey", "bar"),
    "late": Look("Late", "purple", "clock"),
    "not_applicable": Look("Not applicable", "grey", "dash"),
    "suppressed": Look("Suppressed (small number)", "grey", "hatch"),
}
FUNDING_STATES = {
    "secured": Look("Secured", "green", "tick"),
    # Of money that ends too soon for a green tick.
    "secured_until": Look("Secured until its end", "amber", "triangle"),
    "sought": Look("Sought", "amber", "ring"),
    "no_source": Look("No source", "red", "cross"),
}
KINDS = {
    "status": STATUSES,
    "severity": SEVERITIES,
    "project_status": PROJECT_STATUSES,
    "rating": RATINGS,
    "direction": DIRECTIONS,
    "figure_state": FIGURE_STATES,
    "funding": FUNDING_STATES,
}


@register.filter
def look(value, kind: str) -> Look:
    """The look of `value` ("at_risk", a member of a TextChoices) as a `kind` of thing.

    A value that nobody has drawn yet still shows its own words, in grey, rather than nothing.
    """
    key = str(getattr(value, "value", value) or "")
    known = KINDS[kind].get(key.replace("-", "_").replace(" ", "_").lower())
    return known or Look(key.replace("_", " ").capitalize() or "Not stated", "grey", "dash")


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps):
    """`{% breadcrumbs "Themes" themes_url theme.name %}`: a text and its address, in turn; the last has none.

    The board comes before them: it is the root of all pages.
    """
    texts, addresses = steps[::2], steps[1::2]
    return {
        "items": [
            (text, addresses[n] if n < len(addresses) else "") for n, text in enumerate(texts)
        ]
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page: Page, parameter: str = "page", anchor: str = ""):
    """Links to the other pages of `page`, with the rest of the address (the filters) kept.

    `anchor` ("#areas") is the part of the page that holds them, where it holds more.
    """
    query = context.request.GET.copy()

    def address(number):
        query[parameter] = str(number)
        return f"?{query.urlencode()}{anchor}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "pages": [(number, address(number) if isinstance(number, int) else "") for number in shown],
    }


@register.simple_block_tag
def datatable(content, caption, caption_size="m", hide_caption=False, classes="", note=""):
    """A table that scrolls inside a labelled, focusable region where the page is narrower than it.

    `{% datatable "Figures" %}<thead>…</thead><tbody>…</tbody>{% enddatatable %}`
    """
    return render_to_string(
        "components/table.html",
        {
            "content": content,
            "caption": caption,
            "caption_size": caption_size,
            "hide_caption": hide_caption,
            "classes": classes,
            "note": note,
        },
    )


@register.simple_block_tag
def card(content, heading="", href="", level=3, meta="", anchor="", tone=""):
    """A bordered block with a heading, which may be a link, and anything in it."""
    return render_to_string(
        "components/card.html",
        {
            "content": content,
            "heading": heading,
            "href": href,
            "level": level,
            "meta": meta,
            "anchor": anchor,
            "tone": tone,
        },
    )


@register.simple_block_tag
def inset(content):
    """GOV.UK inset text around anything."""
    return render_to_string("components/inset.html", {"content": content})


@register.simple_block_tag
def fact(content, key):
    """A row of a summary list: `{% fact "Owner" %}…{% endfact %}`, inside a `<dl class="govuk-summary-list">`."""
    return render_to_string("components/fact.html", {"content": content, "key": key})


@register.simple_block_tag
def disclosure(content, summary, opened=False, printed=True, more=False):
    """GOV.UK details: a summary that opens, without JavaScript too. Print shows the content, unless `printed` is False.

    The rest of a list is `more` of it: in print its summary is left out.
    """
    return render_to_string(
        "components/details.html",
        {
            "content": content,
            "summary": summary,
            "opened": opened,
            "printed": printed,
            "more": more,
        },
    )


@register.simple_block_tag
def sources(content, about="", anchor=""):
    """ "Sources and notes", folded: lines of the assessment, words as printed, reading notes. Nothing where it has no words."""
    if not strip_tags(content).strip():
        return ""
    return render_to_string(
        "components/sources.html", {"content": content, "about": about, "anchor": anchor}
    )


@register.filter
def is_filtered(form) -> bool:
    """Whether any field of a filter form, bound to the address, narrows the list."""
    return any(field.name not in ARRANGEMENT for field in _given(form))


@register.filter
def folded_filters(form: Filters) -> dict[str, Any] | None:
    """The fields beside the words, what is chosen in them and whether one has an error. None where a few need no fold."""
    folded = [field for field in form.visible_fields() if field.name != "q"]
    if len(folded) <= UNFOLDED_FILTERS:
        return None
    return {
        "fields": folded,
        "chosen": [one.words for one in form.chosen_beside_words],
        "has_errors": any(field.errors for field in folded),
    }


def _given(form) -> list[Any]:
    return [field for field in form.visible_fields() if field.value() not in (None, "", [])]


@register.filter
def status_on(record, as_at):
    """The status of a gap, a threat or a decision on a day, in words."""
    return record.status_words_on(as_at)
