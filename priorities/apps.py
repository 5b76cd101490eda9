from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    name = "priorities"

    def ready(self):
        from .documents import keep_histories

        keep_histories()
