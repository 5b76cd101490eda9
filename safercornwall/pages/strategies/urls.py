from django.urls import path

from .list import strategy_list

app_name = "strategies"

urlpatterns = [
    path("strategies/", strategy_list, name="list"),
]
