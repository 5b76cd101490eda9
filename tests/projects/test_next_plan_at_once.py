"""Two people begin the next plan at once: one plan is begun, and the other person is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from priorities.models import Plan, Theme
from priorities.next_plan import AlreadyBegun, NextPlan
from projects.next_plan import begin_next_plan

WANTED = NextPlan("Partnership Plan 2013/14", 2013, "Strategic assessment")


@pytest.mark.django_db(transaction=True)
def test_one_plan_is_begun_and_the_other_person_is_told(world, person):
    theme = world.theme()
    world.project(theme)
    people = [person(f"officer{number}", "officer") for number in range(2)]

    def begin(user):
        try:
            begin_next_plan(Plan.objects.get(pk=world.plan.pk), WANTED, by=user)
        except AlreadyBegun as begun:
            return str(begun.plan)
        finally:
            connection.close()
        return "begun"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(begin, people))
    assert outcomes == ["Partnership Plan 2013/14", "begun"]
    assert Plan.objects.filter(continues=world.plan).count() == 1
    assert Theme.objects.count() == 2
    assert world.plan.themes.get().project_listings.count() == 1
