from django.urls import path

from .list import flag_list

app_name = "flags"

urlpatterns = [
    path("flags/", flag_list, name="list"),
]
