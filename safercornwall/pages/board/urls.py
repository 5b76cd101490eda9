from django.urls import path

from .page import board

app_name = "board"

urlpatterns = [
    path("", board, name="page"),
]
