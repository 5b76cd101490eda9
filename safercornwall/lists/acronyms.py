"""The list of acronyms."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from core.lists.columns import ListColumn, by_name, exported
from core.lists.filters import Choice, Filters, Words
from priorities.models import Acronym
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import containing


class AcronymFilters(Filters):
    meaning = Choice(
        "All meanings",
        [("theirs", "Given by the assessment"), ("ours", "Ours")],
        label="Whose meaning",
        says="meaning {choice}",
    )
    q = Words()

    def narrow(self, acronyms: QuerySet[Acronym]) -> QuerySet[Acronym]:
        chosen = self.chosen
        if meaning := chosen.get("meaning"):
            acronyms = acronyms.filter(is_in_text=meaning == "theirs")
        return containing(acronyms, chosen, ["acronym", "expansion"])


class AcronymList(NounList):
    """From A to Z. Capital letters do not count."""

    key = "acronyms"
    title = "Acronyms"
    noun, nouns = "acronym", "acronyms"
    permission = "priorities.view_acronym"
    first_order = "Acronym"
    own_look = "Glossary"
    is_whole = True
    columns = (
        ListColumn("acronym", "Acronym", lambda row: row.acronym, by_name("acronym")),
        ListColumn("expansion", "Meaning", lambda row: row.expansion, by_name("expansion")),
        ListColumn(
            *("source", "Whose meaning"),
            lambda row: "The assessment's" if row.is_in_text else "Ours",
            F("is_in_text"),
            orders=("Whose meaning, ours first", "Whose meaning, the assessment's first"),
        ),
        exported("note", "Note", lambda row: row.note),
    )

    def filters(self, query: Any) -> AcronymFilters:
        return AcronymFilters(query)

    def found(self) -> QuerySet[Acronym]:
        return self.form.narrow(Acronym.objects.order_by(by_name("acronym")))
