from django.urls import path

from .enter import commentary_entry

app_name = "commentary"

urlpatterns = [
    path("indicators/<slug:slug>/commentary/", commentary_entry, name="enter"),
]
