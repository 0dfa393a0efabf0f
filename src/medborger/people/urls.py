from django.urls import path

from medborger.people.views import competences, invitations, login, profile, providers

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("invitationer/", invitations.invitations, name="invitations"),
    path("invitationer/<int:invitation_id>/forny/", invitations.renew_invitation, name="renew"),
    path("invitationer/<int:invitation_id>/traek-tilbage/", invitations.withdraw, name="withdraw"),
    path("profil/", profile.profile, name="profile"),
    path("log-ind/med/<slug:key>/", providers.log_in_through, name="log_in_through"),
    path("log-ind/med/<slug:key>/svar/", providers.log_in_answer, name="log_in_answer"),
    path("profil/log-ind/", providers.providers, name="providers"),
    path("profil/log-ind/<slug:key>/forbind/", providers.connect_provider, name="connect"),
    path("profil/log-ind/<slug:key>/fjern/", providers.disconnect_provider, name="disconnect"),
    path("profil/sikkerhed/", login.security, name="security"),
    path("profil/sikkerhed/passkey/ny/", login.add_passkey, name="add_passkey"),
    path("profil/sikkerhed/passkey/<int:passkey_id>/", login.passkey, name="passkey"),
    path(
        "profil/sikkerhed/passkey/<int:passkey_id>/fjern/",
        login.remove_passkey,
        name="remove_passkey",
    ),
    path("profil/sikkerhed/totrin/", login.start_second_step, name="start_second_step"),
    path("profil/sikkerhed/totrin/fra/", login.stop_second_step, name="stop_second_step"),
    path("profil/sikkerhed/koder/", login.recovery_codes, name="recovery_codes"),
    path("profil/sikkerhed/enheder/<int:session_id>/", login.end_session, name="end_session"),
    path("profil/sikkerhed/enheder/andre/", login.end_other_sessions, name="end_other_sessions"),
    path("profil/kompetencer/", competences.own, name="own_competences"),
    path("kompetencer/", competences.competences, name="competences"),
    path("kompetencer/<int:competence_id>/", competences.competence, name="competence"),
    path("kompetencer/<int:competence_id>/saml/", competences.merge, name="merge_competence"),
    path("kompetencer/<int:competence_id>/slet/", competences.delete, name="delete_competence"),
    path("profil/tilknytning/", profile.add_affiliation, name="add_affiliation"),
    path("profil/tilknytning/<int:affiliation_id>/", profile.affiliation, name="affiliation"),
    path("profil/adgangsnoegler/", profile.tokens, name="tokens"),
    path("profil/adgangsnoegler/<int:token_id>/slet/", profile.delete_token, name="delete_token"),
    path(
        "organisationer/<int:organisation_id>/taler-for/<int:affiliation_id>/",
        profile.confirm_speaker,
        name="confirm_speaker",
    ),
]
