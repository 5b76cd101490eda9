"""Each word of the plan is searched, or the list says why not."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models

from priorities.models import ScopeItem
from safercornwall.search.declarations import not_archived
from safercornwall.search.sources import NEVER_SEARCHED, NOT_SEARCHED, SOURCES
from tests.site.canaries import fields_of_words

PLAN_APPS = ("places", "priorities", "performance", "projects")


class Archivable(models.Model):  # noqa: DJ008
    archived_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "tests_of_search"
        managed = False


def fields_that_hold_words():
    """ "app.model.field" of every one."""
    for model in apps.get_models():
        of_plan = model._meta.app_label in PLAN_APPS or model.__name__ == "Organisation"
        for field in model._meta.concrete_fields if of_plan else ():
            is_list = isinstance(field, models.JSONField) and field.name not in NEVER_SEARCHED
            if is_list or field in fields_of_words(model):
                yield f"{model._meta.label_lower}.{field.name}"


def fields_of_sources():
    for source in SOURCES:
        for path in (*source.title, *source.fields):
            yield _field_at(source.model, path)
        for part in source.parts:
            for path in part.fields:
                yield _field_at(part.model, path)


def _field_at(model, path):
    *steps, name = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return f"{model._meta.label_lower}.{name}"


def is_left_out(name):
    return name in NOT_SEARCHED or name.rpartition(".")[0] in NOT_SEARCHED


def test_every_field_of_words_is_searched_or_left_out_with_a_reason():
    searched = set(fields_of_sources())
    forgotten = {
        name for name in fields_that_hold_words() if name not in searched and not is_left_out(name)
    }
    assert forgotten == set()


def test_nothing_is_both_searched_and_left_out():
    assert [name for name in fields_of_sources() if is_left_out(name)] == []


def test_whatever_is_left_out_is_there():
    fields = set(fields_that_hold_words())
    models_there = {model._meta.label_lower for model in apps.get_models()}
    assert {name for name in NOT_SEARCHED if name not in fields | models_there} == set()
    assert all(NOT_SEARCHED.values())


def test_people_and_figures_are_not_searched():
    kinds = {source.model for source in SOURCES}
    parts = {part.model for source in SOURCES for part in source.parts}
    names = {model.__name__ for model in kinds | parts}
    assert not names & {"User", "Upload", "Figure", "Comparator", "IndexScore", "Finding"}


def test_every_kind_has_an_address_and_a_permission_that_readers_have(db):
    assert {source.kind for source in SOURCES} <= set(settings.ABSOLUTE_URL_OVERRIDES)
    readers = Permission.objects.filter(group__name="Board member")
    granted = {f"{one.content_type.app_label}.{one.codename}" for one in readers}
    assert {source.permission for source in SOURCES} <= granted


def test_an_archived_record_is_not_found():
    assert "archived_at" in str(not_archived(Archivable).query.where)
    assert "archived_at" in str(not_archived(ScopeItem, "theme__plan").query.where)
    assert not not_archived(Permission).query.where
