"""The four roles. Permissions are normally made after all migrations; here they are needed during one."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from accounts.roles import grant_roles

APPS = ("auth", "accounts", "places", "priorities", "performance", "projects")


def make_roles(apps, schema_editor):
    database = schema_editor.connection.alias
    for label in APPS:
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0, using=database)
        app.models_module = None
    permissions = (
        apps.get_model("auth", "Permission").objects.using(database).select_related("content_type")
    )
    grant_roles(apps.get_model("auth", "Group").objects.using(database), permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("places", "0001_initial"),
        ("priorities", "0001_initial"),
        ("performance", "0001_initial"),
        ("projects", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
