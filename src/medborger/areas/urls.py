from django.urls import path

from medborger.areas.views import areas, exchange, merging, organisations

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
    path("organisationer/dubletter/", merging.duplicates, name="duplicates"),
    path(
        "organisationer/<int:organisation_id>/ikke-den-samme/<int:other_id>/",
        merging.keep_apart,
        name="keep_apart",
    ),
    path(
        "organisationer/<int:organisation_id>/laeg-sammen/",
        merging.choose_other,
        name="choose_other",
    ),
    path(
        "organisationer/<int:organisation_id>/laeg-sammen/<int:gone_id>/",
        merging.merge,
        name="merge",
    ),
    path(
        "organisationer/sammenlaegninger/<int:merger_id>/fortryd/",
        merging.undo_merger,
        name="undo_merger",
    ),
    path("organisationer/hent/<slug:form>/", exchange.export, name="export_organisations"),
    path("organisationer/indlaes/", exchange.send_file, name="send_file"),
    path("organisationer/indlaes/om-filen/", exchange.about_the_file, name="about_the_file"),
    path("organisationer/indlaes/<int:import_id>/", exchange.read_in, name="read_in"),
]
