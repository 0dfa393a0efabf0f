from django.urls import path

from medborger.people import views
from medborger.people.views import providers

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("invitationer/", views.invitations, name="invitations"),
    path("invitationer/<int:invitation_id>/forny/", views.renew_invitation, name="renew"),
    path("invitationer/<int:invitation_id>/traek-tilbage/", views.withdraw, name="withdraw"),
    path("profil/", views.profile, name="profile"),
    path("log-ind/med/<slug:key>/", providers.log_in_through, name="log_in_through"),
    path("log-ind/med/<slug:key>/svar/", providers.log_in_answer, name="log_in_answer"),
    path("profil/log-ind/", providers.providers, name="providers"),
    path("profil/log-ind/<slug:key>/forbind/", providers.connect_provider, name="connect"),
    path("profil/log-ind/<slug:key>/fjern/", providers.disconnect_provider, name="disconnect"),
    path("profil/tilknytning/", views.add_affiliation, name="add_affiliation"),
    path("profil/tilknytning/<int:affiliation_id>/", views.affiliation, name="affiliation"),
    path("profil/adgangsnoegler/", views.tokens, name="tokens"),
    path("profil/adgangsnoegler/<int:token_id>/slet/", views.delete_token, name="delete_token"),
    path(
        "organisationer/<int:organisation_id>/taler-for/<int:affiliation_id>/",
        views.confirm_speaker,
        name="confirm_speaker",
    ),
]
