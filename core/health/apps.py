from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "core.health"
    verbose_name = "whether the planner is well"

    def ready(self):
        from core.health import installation, readiness
        from core.health.checks import add_check
        from core.health.measures import counted
        from core.jobs.counts import by_state, oldest_waits
        from core.replicas.following import replicas_follow

        readiness.add_checks()
        installation.add_checks()
        add_check("replicas", replicas_follow, quick=True)
        counted.add("planner_jobs", "Jobs that are kept, by state.", "state", by_state)
        counted.add(
            "planner_oldest_job_seconds",
            "How long the first job of the queue waits.",
            "",
            oldest_waits,
        )
