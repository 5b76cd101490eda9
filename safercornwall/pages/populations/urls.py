from django.urls import path

from .edit import edit_population, new_population
from .history import population_history
from .list import population_list
from .remove import population_removal
from .upload import population_upload

app_name = "populations"
urlpatterns = [
    path("populations/", population_list, name="list"),
    path("populations/new/", new_population, name="new"),
    path("populations/file/", population_upload, name="upload"),
    path("populations/<int:pk>/edit/", edit_population, name="edit"),
    path("populations/<int:pk>/remove/", population_removal, name="remove"),
    path("populations/<int:pk>/history/", population_history, name="history"),
]
