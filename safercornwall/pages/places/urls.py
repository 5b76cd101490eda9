from django.urls import path

from .brief import place_brief
from .by_theme import places_by_theme
from .edit import EDITOR
from .list import place_list
from .page import place

app_name = "places"

urlpatterns = [
    *EDITOR.urls,
    path("places/", place_list, name="list"),
    path("plans/<slug:plan>/places/", places_by_theme, name="by_theme"),
    path("places/<slug:slug>/", place, name="page"),
    path("places/<slug:slug>/brief/", place_brief, name="brief"),
]
