from django.urls import path

from .list import influence_list

app_name = "influences"

urlpatterns = [
    path("plans/<slug:plan>/external-influences/", influence_list, name="list"),
]
