from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "core.backups"

    def ready(self):
        from core.backups.age import age_of_backup
        from core.health.checks import add_check

        add_check("backups", age_of_backup, quick=True)
