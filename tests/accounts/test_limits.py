"""The rule of limits, on records that no database holds: whose a record is, and what would give it away."""

from types import SimpleNamespace

import pytest

from accounts.backends import LIMIT, OWN, has_by_role, limits_of, rights_within_limits
from accounts.limits import given_away, is_theirs, owners_of
from performance.models import Figure, Indicator, Target
from priorities.models import Acronym, DeliveryGap, Evidence, Plan, Theme
from projects.models import Project, ProjectUpdate

POLICE, FIRE, COUNCIL = 3, 4, 5


def someone(*organisations, rights=()):
    """Who is limited to these, or to none."""
    rows = [*rights, *((LIMIT, None, str(key)) for key in organisations)]
    return SimpleNamespace(
        is_anonymous=False, is_active=True, is_superuser=False, _rights=rows, pk=1
    )


def indicator(provider=None, lead=None):
    return Indicator(provider_id=provider, lead_organisation_id=lead)


@pytest.mark.parametrize(
    ("record", "owners"),
    [
        (DeliveryGap(owner_id=POLICE), {POLICE}),
        (DeliveryGap(), set()),
        (Project(lead_organisation_id=FIRE), {FIRE}),
        (indicator(POLICE, FIRE), {POLICE, FIRE}),
        (indicator(), set()),
        # Parts go with their record.
        (Evidence(theme=Theme(owner_id=POLICE)), {POLICE}),
        (Target(indicator=indicator(lead=FIRE)), {FIRE}),
        (Figure(indicator=indicator(POLICE)), {POLICE}),
        (ProjectUpdate(project=Project(lead_organisation_id=FIRE)), {FIRE}),
        # Shared by all: a plan is not its partnership's alone.
        (Plan(partnership_id=POLICE), set()),
        (Acronym(), set()),
    ],
)
def test_whose_a_record_is(record, owners):
    assert owners_of(record) == owners
    assert is_theirs(someone(POLICE), record) is (POLICE in owners)
    assert is_theirs(someone(POLICE, FIRE), record) is bool(owners)
    assert is_theirs(someone(), record)


@pytest.mark.parametrize(
    ("record", "values", "fields"),
    [
        (DeliveryGap(owner_id=POLICE), {"owner": POLICE}, []),
        (DeliveryGap(owner_id=POLICE), {"title": "Other words"}, []),
        (DeliveryGap(owner_id=POLICE), {"owner": FIRE}, ["owner"]),
        (DeliveryGap(owner_id=POLICE), {"owner": None}, ["owner"]),
        (DeliveryGap(owner_id=POLICE), {"owner": COUNCIL}, []),
        # A new one
        (DeliveryGap(), {"owner": POLICE}, []),
        (DeliveryGap(), {"owner": None}, ["owner"]),
        (DeliveryGap(), {}, ["owner"]),
        # Another leads it, and goes on leading it.
        (indicator(POLICE, FIRE), {"provider": POLICE}, []),
        (indicator(POLICE, FIRE), {"provider": FIRE}, ["provider"]),
        (indicator(POLICE, POLICE), {"provider": FIRE}, ["provider"]),
        # What is a part has no owner of its own.
        (Evidence(theme=Theme(owner_id=POLICE)), {"text": "Said"}, []),
    ],
)
def test_what_would_give_a_record_away(record, values, fields):
    assert given_away(someone(POLICE, COUNCIL), record, values) == fields
    assert given_away(someone(), record, values) == []


def test_a_limited_person_keeps_the_rights_that_an_organisation_can_have():
    rights = [
        ("Officer", "priorities", "view_plan"),
        ("Officer", "priorities", "change_plan"),
        ("Officer", "priorities", "change_deliverygap"),
        ("Officer", "priorities", "add_acronym"),
        ("Officer", "accounts", "add_comment"),
        (OWN, "accounts", "change_user"),
        # Of a model that is there no more.
        ("Officer", "priorities", "change_gone"),
        ("Silent", None, None),
    ]
    limited = someone(POLICE, rights=rights)
    kept = {codename for _, _, codename in rights_within_limits(limited)}
    assert kept == {"view_plan", "change_deliverygap", "add_comment", None}
    assert rights_within_limits(someone(rights=rights)) == rights
    assert limits_of(limited) == {POLICE}
    # What they read goes by their role: drafts of plans, for one.
    assert has_by_role(limited, "priorities.change_plan")
    assert not has_by_role(limited, "performance.add_figure")
