"""Every record can be named by a natural key, and the database lets no two share one."""

import json

import pytest
from django.apps import apps
from django.db.models import Q, UniqueConstraint

from accounts.models import Organisation
from core.records.natural import NaturalModel
from priorities.models import DeliveryGap, Plan
from projects.models import Project, ProjectUpdate

EVERY_ONE_NAMED = (None, Q(archived_at=None))
MODELS = [model for model in apps.get_models() if issubclass(model, NaturalModel)]


def named(model):
    return model._meta.label


def unique_sets(model):
    """The sets of fields that the database keeps unique. Nobody names an archived record."""
    yield from ({field.name} for field in model._meta.concrete_fields if field.unique)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition in EVERY_ONE_NAMED:
            yield set(constraint.fields)


def test_there_are_models_to_speak_of():
    assert len(MODELS) > 30


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_a_natural_key_is_backed_by_a_unique_constraint(model):
    columns = {path.split("__")[0] for path in model.natural_fields}
    assert any(unique <= columns for unique in unique_sets(model)), columns


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_a_parent_is_named_by_its_own_whole_natural_key(model):
    parents = {path.split("__")[0] for path in model.natural_fields if "__" in path}
    for parent in parents:
        related = model._meta.get_field(parent).related_model
        named_by = [
            p.partition("__")[2] for p in model.natural_fields if p.startswith(f"{parent}__")
        ]
        columns = {path.split("__")[0] for path in named_by}
        assert any(unique <= columns for unique in unique_sets(related)), (parent, named_by)


@pytest.mark.usefixtures("db", "seeded_db")
def test_every_seeded_record_is_found_again_by_its_natural_key():
    found = 0
    for model in MODELS:
        for record in model.objects.order_by("pk")[:5]:
            key = json.loads(json.dumps(record.natural_key()))
            assert model.objects.get_by_natural_key(*key) == record
            found += 1
    assert found > 100


@pytest.mark.usefixtures("db", "seeded_db")
@pytest.mark.parametrize("model", MODELS, ids=named)
def test_no_two_seeded_records_share_a_natural_key(model):
    paths = [path.split("__")[0] for path in model.natural_fields]
    parents = [path for path in dict.fromkeys(paths) if model._meta.get_field(path).is_relation]
    keys = [record.natural_key() for record in model.objects.select_related(*parents)[:40]]
    assert len(keys) == len({json.dumps(key) for key in keys})


@pytest.fixture
def plan(db):
    partnership = Organisation.objects.create(name="Safer", slug="safer", kind="partnership")
    return Plan.objects.create(
        partnership=partnership, title="Plan", slug="2012-13", financial_year=2012,
        assessment_title="Assessment",
    )  # fmt: skip


def test_a_key_names_the_parents_first(plan):
    gap = DeliveryGap.objects.create(plan=plan, slug="no-team", order=1, title="x", text="x")
    assert gap.natural_key() == ("2012-13", "no-team")
    assert DeliveryGap.objects.get_by_natural_key("2012-13", "no-team") == gap


def test_a_day_in_a_key_is_written_as_text(db):
    project = Project.objects.create(slug="idva", order=1, name="IDVA", status="current")
    update = ProjectUpdate(project=project, on="2011-11-30", status="current", text="Begun.")
    update.save()
    update.refresh_from_db()
    assert update.natural_key() == ("idva", "2011-11-30", 1)
    assert ProjectUpdate.objects.get_by_natural_key("idva", "2011-11-30", 1) == update


def test_a_key_of_the_wrong_length_is_refused(plan):
    with pytest.raises(ValueError, match="zip"):
        Plan.objects.get_by_natural_key("2012-13", "too much")


def test_a_key_that_nobody_has_finds_nobody(plan):
    with pytest.raises(Plan.DoesNotExist):
        Plan.objects.get_by_natural_key("1999-00")
