from django.urls import path

from .views import index, index_list

app_name = "indices"

urlpatterns = [
    path("indices/", index_list, name="list"),
    path("indices/<slug:slug>/", index, name="page"),
]
