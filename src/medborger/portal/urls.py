from django.urls import path

from medborger.portal import views

app_name = "portal"
urlpatterns = [
    path("om/komponenter/", views.components, name="components"),
    path("tema.css", views.theme, name="theme"),
]
