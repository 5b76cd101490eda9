"""The resources of a project: its funding, the end of its funding, and its posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.models import Organisation
from core.periods import written
from performance.rules.wording import show
from projects.funding import (
    MoneyInYears,
    Tender,
    by_year,
    money_by_year,
    money_in_all,
    tender_of,
)
from projects.models import FundingLine, Post, Project, ProjectSpend, ProjectStatus
from safercornwall.pages.components.headlines import Headline


class Resources:
    """The funding lines and posts of a project, as at a day."""

    def __init__(self, project: Project, as_at: date):
        self.project = project
        self.as_at = as_at

    @cached_property
    def funding(self) -> list[FundingLine]:
        """The funding lines by year and source. One query fetches all their organisations."""
        lines = by_year(self.project.funding_lines.all())
        payers = {line.organisation_id for line in lines} - {None}
        known = Organisation.objects.in_bulk(payers)
        for line in lines:
            line.organisation = known.get(line.organisation_id)
        return lines

    @cached_property
    def spending(self) -> list[ProjectSpend]:
        return list(self.project.spending.all())

    @cached_property
    def years(self) -> list[MoneyInYears]:
        return money_by_year(self.funding, self.spending)

    @cached_property
    def all_years(self) -> MoneyInYears:
        return money_in_all(self.funding, self.spending)

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
        """Each post with its full-time equivalents in words."""
        return [(post, _in_words(post.full_time_equivalents)) for post in self.project.posts.all()]

    @cached_property
    def full_time_equivalents(self) -> str:
        """The total of all posts, and the number of posts that state none. Empty if no post states any."""
        numbers = [post.full_time_equivalents for post, _ in self.posts]
        stated = [number for number in numbers if number is not None]
        if not stated:
            return ""
        missing = len(numbers) - len(stated)
        return show(sum(stated, Decimal(0))) + (f", {missing} not stated" if missing else "")

    @property
    def headlines(self) -> list[Headline]:
        found = []
        # A closed project is not put out to tender.
        if self.tender and self.project.status != ProjectStatus.CLOSED:
            passed = "Has passed; funding" if self.tender_is_too_late else "Funding"
            verb = "ended" if self.funding_has_ended else "ends"
            note = f"{passed} {verb} on {written(self.tender.ends_on)}"
            start_by = written(self.tender.start_by)
            found.append(Headline("Last date to start a tender", start_by, note))
        if self.full_time_equivalents:
            note = f"In {len(self.posts)} post{'' if len(self.posts) == 1 else 's'}"
            found.append(Headline("Full-time equivalents", self.full_time_equivalents, note))
        return found


def _in_words(number: Decimal | None) -> str:
    return "Not stated" if number is None else show(number)
