from django.urls import path

from .brief import theme_brief
from .edit import EDITOR
from .list import theme_list
from .page import theme
from .several import SEVERAL_THEMES

app_name = "themes"

urlpatterns = [
    *EDITOR.urls,
    *SEVERAL_THEMES.urls,
    path("plans/<slug:plan>/themes/", theme_list, name="list"),
    path("plans/<slug:plan>/themes/<slug:slug>/", theme, name="page"),
    path("plans/<slug:plan>/themes/<slug:slug>/brief/", theme_brief, name="brief"),
]
