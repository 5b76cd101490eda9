from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "performance"

    def ready(self):
        from django.core import checks
        from django.db.models.signals import post_migrate, post_save

        from core.health.measures import count_by, counted
        from core.jobs.kinds import add_kind

        from .documents import keep_histories
        from .figures.small_numbers import withhold_after_migrate, withhold_once_places_moved
        from .models import Job, MarkedCopy, Upload
        from .standings.keeping import watch_indicators
        from .uploads.jobs.tasks import run
        from .uploads.retention import add_rules
        from .workbooks.asking import make_copy

        checks.register(reading_is_confined)
        keep_histories()
        watch_indicators()
        add_kind(Job, run)
        add_kind(MarkedCopy, make_copy)
        add_rules()
        counted.add(
            "planner_uploads",
            "Uploads that are kept, by their stage.",
            "stage",
            lambda: count_by(Upload, "stage"),
        )
        post_save.connect(
            withhold_once_places_moved, sender="places.Area", dispatch_uid="performance.places"
        )
        post_migrate.connect(
            withhold_after_migrate, sender=self, dispatch_uid="performance.small_numbers"
        )


def reading_is_confined(app_configs, **kwargs):
    """Warns where the kernel cannot confine the process that opens uploaded files."""
    from django.core import checks

    from .uploads.files.confinement import lacking

    if not (missing := lacking()):
        return []
    return [
        checks.Warning(
            f"The process that opens uploaded files is limited but not confined: the kernel lacks {' and '.join(missing)}.",
            hint="Run the planner on Linux 5.13 or later, with Landlock switched on. See docs/security.md.",
            id="performance.W001",
        )
    ]
