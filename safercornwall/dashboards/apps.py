from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "safercornwall.dashboards"
    label = "dashboards"
