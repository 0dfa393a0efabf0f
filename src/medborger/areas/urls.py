from django.urls import path

from medborger.areas.views import areas, organisations

app_name = "areas"
urlpatterns = [
    path("omraader/", areas.areas, name="list"),
    path("omraader/ny/", areas.create, name="create"),
    path("omraader/<int:area_id>/ret/", areas.change, name="change"),
    path("organisationer/", organisations.organisations, name="organisations"),
    path("organisationer/ny/", organisations.create_organisation, name="create_organisation"),
    path("organisationer/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path(
        "organisationer/<int:organisation_id>/ret/",
        organisations.change_organisation,
        name="change_organisation",
    ),
]
