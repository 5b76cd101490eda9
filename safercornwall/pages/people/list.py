"""The list of people: who can sign in, who is invited, and who is kept out."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Invitation, PersonState, User
from accounts.roles import ROLES
from core.lists.filters import Choice, Filters, Words, contains_all, named
from safercornwall.pages.people.find import looks_after_people
from safercornwall.pages.people.forms import NO_ROLE

ON_A_PAGE = 50


class PeopleFilters(Filters):
    q = Words("Name, address or post")
    role = Choice("All roles", [*((role, role) for role in ROLES), (NO_ROLE, "No role")])
    organisation = Choice("All organisations")
    state = Choice("Everybody", PersonState.choices, label="State")

    def __init__(self, data, *, people: Iterable[User]) -> None:
        super().__init__(data)
        known = {row.organisation for row in people if row.organisation}
        self.offer("organisation", named(sorted(known, key=lambda row: row.name.casefold())))

    def matches(self, person: User) -> bool:
        chosen = self.chosen
        organisation = person.organisation.slug if person.organisation else ""
        return (
            chosen.get("role") in (None, person.role or NO_ROLE)
            and chosen.get("organisation") in (None, organisation)
            and chosen.get("state") in (None, person.state)
            and contains_all(chosen.get("q", ""), *texts_of(person))
        )


def texts_of(person: User) -> tuple[str, ...]:
    """The texts that are searched for a word."""
    return (person.get_full_name(), person.username, person.email, person.job_title)


def everybody() -> list[User]:
    """In the order of their names, with roles and invitations."""
    invitations = Prefetch("invitations", Invitation.objects.all())
    people = User.objects.select_related("organisation").prefetch_related("groups", invitations)
    return sorted(people, key=lambda person: (str(person).casefold(), person.pk))


@looks_after_people
@require_safe
def people_list(request):
    people = everybody()
    form = PeopleFilters(request.GET, people=people)
    found = [person for person in people if form.matches(person)]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/list.html", {"form": form, "page": page})
