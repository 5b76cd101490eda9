from django.urls import path

from .list import theme_list
from .page import theme

app_name = "themes"

urlpatterns = [
    path("plans/<slug:plan>/themes/", theme_list, name="list"),
    path("plans/<slug:plan>/themes/<slug:slug>/", theme, name="page"),
]
