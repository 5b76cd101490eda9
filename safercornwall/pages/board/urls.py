from django.urls import path

from .day import day
from .exceptions import exceptions
from .page import board
from .since.page import since

app_name = "board"

urlpatterns = [
    path("", board, name="page"),
    path("exceptions/", exceptions, name="exceptions"),
    path("since/", since, name="since"),
    path("as-at/", day, name="day"),
]
