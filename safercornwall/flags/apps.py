from django.apps import AppConfig


class FlagsConfig(AppConfig):
    name = "safercornwall.flags"

    def ready(self):
        from core.health.checks import add_check
        from safercornwall.flags.checking import kept_flags
        from safercornwall.flags.keeping import watch_plans

        watch_plans()
        add_check("kept flags", kept_flags)
