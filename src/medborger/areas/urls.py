from django.urls import path

from medborger.areas.views import areas as views

app_name = "areas"
urlpatterns = [
    path("omraader/", views.areas, name="list"),
    path("omraader/ny/", views.create, name="create"),
    path("omraader/<int:area_id>/ret/", views.change, name="change"),
]
