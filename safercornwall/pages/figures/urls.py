from datetime import date

from django.urls import path, register_converter

from .enter import figure_entry
from .history import figure_history
from .remove import figure_removal


class DayConverter:
    """A day such as "2011-04-01". An address with a day that does not exist is not found."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


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
