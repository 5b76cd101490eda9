from django.urls import path, register_converter

from .converters import DayConverter
from .enter import figure_entry
from .history import figure_history
from .remove import figure_removal

register_converter(DayConverter, "day")

app_name = "figures"

urlpatterns = [
    path("indicators/<slug:slug>/figures/enter/", figure_entry, name="enter"),
    path("indicators/<slug:slug>/figures/remove/", figure_removal, name="remove"),
    path(
        "indicators/<slug:slug>/figures/<slug:area>/<day:start>/<day:end>/",
        figure_history,
        name="history",
    ),
]
