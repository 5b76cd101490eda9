"""The four roles: granted after every migration, whatever stood in the database before."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.roles import OFFICER, ROLES, permissions_of

pytestmark = pytest.mark.django_db


def granted(role):
    rows = Permission.objects.filter(group__name=role)
    return set(rows.values_list("content_type__app_label", "codename"))


@pytest.mark.parametrize("role", ROLES)
def test_a_fresh_database_grants_each_role_what_the_list_says(role):
    assert granted(role) == set(permissions_of(role))


def test_what_somebody_changed_by_hand_is_put_right_by_the_next_migrate():
    officers = Group.objects.get(name=OFFICER)
    officers.permissions.clear()
    officers.permissions.add(Permission.objects.get(codename="add_user"))
    call_command("migrate", verbosity=0)
    assert granted(OFFICER) == set(permissions_of(OFFICER))


def test_a_role_that_is_gone_comes_back():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
