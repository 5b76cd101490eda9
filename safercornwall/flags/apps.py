from django.apps import AppConfig


class FlagsConfig(AppConfig):
    name = "safercornwall.flags"

    def ready(self):
        from safercornwall.flags.keeping import watch_plans

        watch_plans()
