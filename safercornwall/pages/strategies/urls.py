from django.urls import path

from .edit import EDITOR
from .list import strategy_list

app_name = "strategies"

urlpatterns = [
    *EDITOR.urls,
    path("strategies/", strategy_list, name="list"),
]
