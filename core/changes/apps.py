from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ChangesConfig(AppConfig):
    name = "core.changes"

    def ready(self):
        from core.changes.triggers import drop_triggers, put_triggers

        pre_migrate.connect(drop_triggers, sender=self, dispatch_uid="changes.drop_triggers")
        post_migrate.connect(put_triggers, sender=self, dispatch_uid="changes.put_triggers")
