from django.urls import path

from .page import maps

app_name = "maps"

urlpatterns = [
    path("maps/", maps, name="page"),
]
