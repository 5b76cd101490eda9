from django.urls import path

from . import views

app_name = "places"

urlpatterns = [
    path("places/", views.place_list, name="place_list"),
    path("indices/", views.index_list, name="index_list"),
    path("indices/<slug:slug>/", views.index, name="index"),
]
