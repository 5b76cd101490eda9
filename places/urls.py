from django.urls import path

from .views import indices, places

app_name = "places"

urlpatterns = [
    path("places/", places.place_list, name="place_list"),
    path("indices/", indices.index_list, name="index_list"),
    path("indices/<slug:slug>/", indices.index, name="index"),
]
