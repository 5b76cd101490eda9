from django.urls import path

from .views import acronym_list

app_name = "acronyms"

urlpatterns = [
    path("acronyms/", acronym_list, name="list"),
]
