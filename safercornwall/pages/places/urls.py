from django.urls import path

from .list import place_list
from .page import place

app_name = "places"

urlpatterns = [
    path("places/", place_list, name="list"),
    path("places/<slug:slug>/", place, name="page"),
]
