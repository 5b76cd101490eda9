from django.urls import path

from .list import threat_list
from .page import threat

app_name = "threats"

urlpatterns = [
    path("plans/<slug:plan>/threats/", threat_list, name="list"),
    path("plans/<slug:plan>/threats/<slug:slug>/", threat, name="page"),
]
