from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "core.health"
    verbose_name = "whether the planner is well"

    def ready(self):
        from core.health import installation, readiness

        readiness.add_checks()
        installation.add_checks()
