from django.urls import path

from .areas import areas
from .boundaries import boundaries, boundaries_preview
from .first_administrator import first_administrator, first_link_page
from .loads import load_undo, loads
from .page import setting_up
from .partnership import partnership

app_name = "setting_up"

urlpatterns = [
    path("setting-up/", setting_up, name="page"),
    path("setting-up/partnership/", partnership, name="partnership"),
    path("setting-up/areas/", areas, name="areas"),
    path("setting-up/boundaries/", boundaries, name="boundaries"),
    path("setting-up/boundaries/preview/", boundaries_preview, name="boundaries_preview"),
    path("setting-up/loads/", loads, name="loads"),
    path("setting-up/loads/<int:pk>/undo/", load_undo, name="load_undo"),
    path("setting-up/first-administrator/", first_administrator, name="first_administrator"),
    path("setting-up/first-administrator/<str:token>/", first_link_page, name="first_link"),
]
