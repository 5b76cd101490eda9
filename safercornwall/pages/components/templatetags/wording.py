"""Acronyms explained where they appear. The one module that builds HTML from text by hand."""

from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from priorities.models import Acronym

register = template.Library()


class Glossary:
    """The acronyms that are known, and those that one page has used so far."""

    def __init__(self, acronyms):
        self.by_acronym = {
            " ".join(entry.acronym.split()): entry
            for entry in acronyms
            if entry.expansion and entry.acronym.strip()
        }
        self.used: dict[str, Acronym] = {}
        self.pattern = compile_acronyms(self.by_acronym)

    def mark(self, text: str) -> SafeString:
        """`text` escaped, each acronym in it inside an <abbr> that says what it stands for."""
        if not self.by_acronym:
            return conditional_escape(str(text))
        pieces, end = [], 0
        for match in self.pattern.finditer(text):
            acronym = " ".join(match["acronym"].split())
            entry = self.by_acronym[acronym]
            self.used[acronym] = entry
            pieces.append((text[end : match.start()],))
            pieces.append((format_html('<abbr title="{}">{}</abbr>', entry.expansion, match[0]),))
            end = match.end()
        pieces.append((text[end:],))
        return format_html_join("", "{}", pieces)

    def list_used(self) -> list[Acronym]:
        """Those used since the last list, so that none is listed twice."""
        used, self.used = self.used, {}
        return [used[acronym] for acronym in sorted(used, key=str.casefold)]


def compile_acronyms(acronyms) -> re.Pattern[str]:
    """One pattern for all, longest first, so that "D&C Police" is never read as something shorter.

    A plural or possessive s belongs to the acronym. Small-letter ones may follow a number ("6fte").
    """
    longest_first = sorted(acronyms, key=len, reverse=True)
    alternatives = "|".join(
        (r"(?<![A-Za-z&])" if acronym[0].islower() else r"(?<![A-Za-z0-9&])")
        + r"\s+".join(re.escape(word) for word in acronym.split())
        for acronym in longest_first
    )
    return re.compile(rf"(?P<acronym>{alternatives})(?:['’]?s)?(?![A-Za-z0-9]|&[A-Za-z])")


def glossary(context) -> Glossary | None:
    """This request's glossary, read once; None where a template is rendered without a request."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return None
    if not hasattr(request, "glossary"):
        request.glossary = Glossary(Acronym.objects.all())
    return request.glossary


@register.simple_tag(takes_context=True)
def statement(context, text):
    """`{% statement text %}`: words as printed, safe to show, their acronyms explained."""
    if text is None:
        return ""
    known = glossary(context)
    return known.mark(str(text)) if known else conditional_escape(str(text))


@register.inclusion_tag("components/acronyms_used.html", takes_context=True)
def acronyms_used(context):
    """The list, at the foot of a page, of the acronyms that it has used and not yet listed."""
    request = getattr(context, "request", None) or context.get("request")
    known = getattr(request, "glossary", None)
    return {"acronyms": known.list_used() if known else []}
