from django.urls import path

from medborger.forums.views import files, forum, group_roles, members, message, seats, way_in

app_name = "forums"
urlpatterns = [
    path("forummer/", forum.forums, name="list"),
    path("forummer/opret/", forum.create, name="create"),
    path("forummer/<int:forum_id>/ret/", forum.change, name="change"),
    path("forummer/<int:forum_id>/om/", forum.about, name="about"),
    path("forummer/<int:forum_id>/kommissorium/ny/", forum.adopt_terms, name="adopt_terms"),
    path("forummer/<int:forum_id>/kommissorium/", forum.terms, name="terms"),
    path("forummer/<int:forum_id>/kommissorium/<int:version>/", forum.terms, name="terms_version"),
    path("forummer/<int:forum_id>/tema/<int:year>/", forum.theme, name="theme"),
    path("forummer/<int:forum_id>/styring/", forum.manage, name="manage"),
    path("forummer/<int:forum_id>/arkiver/", forum.archive, name="archive"),
    path("forummer/<int:forum_id>/genaabn/", forum.reopen, name="reopen"),
    path("forummer/<int:forum_id>/bliv-tovholder/", forum.become_coordinator, name="step_in"),
    # seats
    path("forummer/<int:forum_id>/pladser/", seats.seats, name="seats"),
    path("forummer/<int:forum_id>/pladser/ny/", seats.add_seats, name="add_seats"),
    path("forummer/<int:forum_id>/kriterier/", seats.criteria, name="criteria"),
    path("forummer/kriterier/<int:criterion_id>/", seats.criterion, name="criterion"),
    path(
        "forummer/kriterier/<int:criterion_id>/slet/",
        seats.delete_criterion,
        name="delete_criterion",
    ),
    path("forummer/pladser/<int:seat_id>/", seats.seat, name="seat"),
    path("forummer/pladser/<int:seat_id>/giv/", seats.give_seat, name="give_seat"),
    path("forummer/pladser/<int:seat_id>/frigiv/", seats.free_seat, name="free_seat"),
    path("forummer/pladser/<int:seat_id>/fjern/", seats.remove_seat, name="remove_seat"),
    # members
    path("forummer/<int:forum_id>/medlemmer/", members.members, name="members"),
    path("forummer/<int:forum_id>/forlad/", members.leave, name="leave"),
    path("forummer/<int:forum_id>/overdrag/", members.hand_over, name="hand_over"),
    path("forummer/medlemskaber/<int:membership_id>/", members.member, name="member"),
    path("forummer/medlemskaber/<int:membership_id>/fjern/", members.remove, name="remove"),
    path("forummer/grupper/", group_roles.group_roles, name="group_roles"),
    path("forummer/grupper/ny/", group_roles.add_group_role, name="add_group_role"),
    path("forummer/grupper/<int:group_role_id>/", group_roles.group_role, name="group_role"),
    path("forummer/grupper/<int:group_role_id>/fjern/", group_roles.unmap, name="unmap_group"),
    # ways in
    path("forummer/<int:forum_id>/invitationer/", way_in.invitations, name="invitations"),
    path("forummer/invitationer/<int:invitation_id>/forny/", way_in.resend, name="resend"),
    path(
        "forummer/invitationer/<int:invitation_id>/traek-tilbage/",
        way_in.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("forummer/<int:forum_id>/soeg/", way_in.apply, name="apply"),
    path("forummer/<int:forum_id>/deltag/", way_in.join, name="join"),
    path("forummer/<int:forum_id>/ansoegninger/", way_in.applications, name="applications"),
    path("forummer/ansoegninger/<int:application_id>/", way_in.application, name="application"),
    path(
        "forummer/ansoegninger/<int:application_id>/traek-tilbage/",
        way_in.withdraw_application,
        name="withdraw_application",
    ),
    # files
    path("forummer/<int:forum_id>/filer/", files.files, name="files"),
    path("forummer/<int:forum_id>/filer/del/", files.share, name="share_files"),
    path("forummer/filer/<int:forum_file_id>/", files.file, name="file"),
    path("forummer/filer/<int:forum_file_id>/slet/", files.delete_file, name="delete_file"),
    path("forummer/filer/versioner/<int:version_id>/", files.file_version, name="file_version"),
    # messages
    path("forummer/<int:forum_id>/beskeder/", message.sent_messages, name="messages"),
    path("forummer/<int:forum_id>/beskeder/ny/", message.write_message, name="write_message"),
    path("forummer/beskeder/<int:message_id>/", message.message, name="message"),
]
