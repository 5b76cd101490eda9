"""What a project has to work with: its money, until when, and its posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.models import Organisation
from core.periods import written
from performance.rules.wording import show
from projects.funding import StateTotal, Tender, by_year, tender_of, totals_by_state
from projects.models import FundingLine, Post, Project
from safercornwall.pages.components.headlines import Headline


class Resources:
    """The funding lines and posts of a project, as at a day."""

    def __init__(self, project: Project, as_at: date):
        self.project = project
        self.as_at = as_at

    @cached_property
    def funding(self) -> list[FundingLine]:
        """By year and source, each line with the organisation that pays, fetched once for all."""
        lines = by_year(self.project.funding_lines.all())
        payers = {line.organisation_id for line in lines} - {None}
        known = Organisation.objects.in_bulk(payers)
        for line in lines:
            line.organisation = known.get(line.organisation_id)
        return lines

    @cached_property
    def totals(self) -> list[StateTotal]:
        return totals_by_state(self.funding)

    @cached_property
    def tender(self) -> Tender | None:
        return tender_of(self.funding, self.project.procurement_lead_months)

    @property
    def tender_is_too_late(self) -> bool:
        return self.tender is not None and self.tender.is_too_late(self.as_at)

    @property
    def funding_has_ended(self) -> bool:
        return self.tender is not None and self.tender.has_ended(self.as_at)

    @cached_property
    def posts(self) -> list[tuple[Post, str]]:
        """Each post with how many full-time equivalents it is."""
        return [(post, _stated(post.full_time_equivalents)) for post in self.project.posts.all()]

    @cached_property
    def full_time_equivalents(self) -> str:
        """Of all posts together, and how many posts give none; empty where none does."""
        given = [post.full_time_equivalents for post, _ in self.posts]
        stated = [number for number in given if number is not None]
        if not stated:
            return ""
        missing = len(given) - len(stated)
        return show(sum(stated, Decimal(0))) + (f", {missing} not stated" if missing else "")

    @property
    def headlines(self) -> list[Headline]:
        found = []
        if self.tender:
            passed = "Has passed; funding" if self.tender_is_too_late else "Funding"
            verb = "ended" if self.funding_has_ended else "ends"
            note = f"{passed} {verb} on {written(self.tender.ends_on)}"
            start_by = written(self.tender.start_by)
            found.append(Headline("Last date to start a tender", start_by, note))
        if self.full_time_equivalents:
            note = f"In {len(self.posts)} post{'' if len(self.posts) == 1 else 's'}"
            found.append(Headline("Full-time equivalents", self.full_time_equivalents, note))
        return found


def _stated(number: Decimal | None) -> str:
    return "Not stated" if number is None else show(number)
