"""Applications, invitations and joining: the ways into a forum."""

from datetime import timedelta

import pytest
from django.utils import timezone

from medborger.core.models import Mail
from medborger.forums import actions
from medborger.forums.models import Application, Forum, ForumInvitation, Membership
from medborger.forums.tests.factories import make_application, make_seat, membership
from medborger.people import actions as people
from medborger.people.models import Invitation, Organisation, User

NEW = "gerda@example.org"


def letters_to(person: User) -> list[str]:
    return list(Mail.objects.filter(to=person.email).values_list("subject", flat=True))


# --- applications ---


def test_an_application_is_confirmed_and_told_to_the_coordinators_only(
    forum: Forum, anna: User, carla: User, dora: User
) -> None:
    actions.apply(carla, forum, text="Vi vil gerne være med.")

    assert letters_to(carla) == ["Vi har fået din ansøgning til Klimaforum"]
    assert letters_to(dora) == ["Carla Cedertræ søger om at komme med i Klimaforum"]
    assert letters_to(anna) == []


def test_without_a_coordinator_the_chair_is_told(forum: Forum, anna: User, carla: User) -> None:
    actions.apply(carla, forum, text="Vi vil gerne være med.")

    assert letters_to(anna) == ["Carla Cedertræ søger om at komme med i Klimaforum"]


def test_one_waits_with_one_application_at_a_time(forum: Forum, carla: User) -> None:
    actions.apply(carla, forum, text="Vi vil gerne være med.")

    with pytest.raises(actions.AlreadyApplied):
        actions.apply(carla, forum, text="Og igen.")


def test_an_approved_applicant_is_a_member_on_the_seat(
    forum: Forum, carla: User, dora: User, association: Organisation
) -> None:
    seat = make_seat(forum)
    application = make_application(forum, carla, seat=seat, organisation=association)

    actions.approve(dora, application, seat=seat, answer="Vi glæder os.")

    application.refresh_from_db()
    assert membership(forum, carla).organisation == association
    assert seat.holdings.get().person == carla
    assert (application.status, application.answered_by) == ("approved", dora)
    letter = Mail.objects.get(to=carla.email)
    assert letter.subject == "Velkommen i Klimaforum"
    assert "plads 1" in letter.text
    assert "Vi glæder os." in letter.text


def test_the_second_approval_for_a_seat_is_refused_and_changes_nothing(
    forum: Forum, carla: User, frida: User, dora: User
) -> None:
    seat = make_seat(forum)
    first = make_application(forum, carla, seat=seat)
    second = make_application(forum, frida, seat=seat)
    actions.approve(dora, first, seat=seat)

    with pytest.raises(actions.SeatIsTaken, match="netop blevet besat"):
        actions.approve(dora, second, seat=seat)

    second.refresh_from_db()
    assert second.is_waiting
    assert not forum.memberships.filter(person=frida).exists()
    assert letters_to(frida) == []


def test_a_no_comes_with_its_reason(forum: Forum, carla: User, dora: User) -> None:
    application = make_application(forum, carla)

    actions.decline(dora, application, answer="Pladserne er til kvarterets foreninger.")

    letter = Mail.objects.get(to=carla.email)
    assert letter.subject == "Det blev et nej til din ansøgning til Klimaforum"
    assert "Pladserne er til kvarterets foreninger." in letter.text
    assert not forum.memberships.filter(person=carla).exists()


def test_what_is_answered_or_withdrawn_is_not_answered_again(
    forum: Forum, carla: User, dora: User
) -> None:
    application = make_application(forum, carla)
    actions.withdraw_application(carla, application)
    assert letters_to(dora) == ["Carla Cedertræ har trukket sin ansøgning til Klimaforum tilbage"]

    with pytest.raises(actions.AlreadyAnswered):
        actions.approve(dora, application)
    with pytest.raises(actions.AlreadyAnswered):
        actions.decline(dora, application, answer="Nej.")

    assert Application.objects.get().status == "withdrawn"


# --- invitations ---


def test_the_letter_names_forum_role_and_seat(
    forum: Forum, dora: User, association: Organisation
) -> None:
    seat = make_seat(forum)
    seat.criteria.add(forum.criteria.create(name="Kender de unge"))

    actions.invite(dora, forum, email=NEW, role="planner", seat=seat, organisation=association)

    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == (NEW, "Du er inviteret til Klimaforum")
    for said in ("Dora Dal", "planlægningsgruppe", "1, Kender de unge", "Foreningen Åben Dør"):
        assert said in letter.text


def invited(by: User, forum: Forum, **brings: object) -> ForumInvitation:
    return actions.invite(by, forum, email=NEW, **brings)  # type: ignore[arg-type]


def test_who_accepts_is_a_member_in_the_role_and_on_the_seat(
    forum: Forum, dora: User, association: Organisation
) -> None:
    seat = make_seat(forum)
    to_forum = invited(dora, forum, role="planner", seat=seat, organisation=association)

    gerda = people.accept(to_forum.invitation, name="Gerda Gren")

    found = membership(forum, gerda)
    assert (found.role, found.organisation) == ("planner", association)
    assert seat.holdings.get().person == gerda


def test_when_the_seat_is_gone_one_comes_in_without_and_the_coordinators_are_told(
    forum: Forum, bo: User, dora: User
) -> None:
    seat = make_seat(forum)
    to_forum = invited(dora, forum, seat=seat)
    actions.give_seat(dora, seat, membership(forum, bo))

    gerda = people.accept(to_forum.invitation, name="Gerda Gren")

    assert membership(forum, gerda).role == Membership.Role.MEMBER
    assert seat.holdings.get().person == bo
    assert letters_to(dora) == ["Gerda Gren er med i Klimaforum, men uden plads"]


def test_accepting_answers_an_application_that_waits(forum: Forum, carla: User, dora: User) -> None:
    application = make_application(forum, carla)
    to_forum = actions.invite(dora, forum, email=carla.email)

    people.accept(to_forum.invitation)

    application.refresh_from_db()
    assert application.status == "approved"


def test_an_archived_forum_takes_nobody_in(forum: Forum, dora: User) -> None:
    to_forum = invited(dora, forum)
    Forum.objects.update(archived_at=timezone.now())

    gerda = people.accept(to_forum.invitation, name="Gerda Gren")

    assert not forum.memberships.filter(person=gerda).exists()


def test_members_and_those_already_invited_are_not_invited_again(
    forum: Forum, bo: User, dora: User
) -> None:
    invited(dora, forum)

    with pytest.raises(people.AlreadyInvited):
        actions.invite(dora, forum, email=NEW.upper())
    with pytest.raises(actions.AlreadyMember):
        actions.invite(dora, forum, email=bo.email.upper())


def test_a_seat_is_promised_to_one_at_a_time(forum: Forum, bo: User, dora: User) -> None:
    seat = make_seat(forum)
    to_forum = invited(dora, forum, seat=seat)

    with pytest.raises(actions.SeatIsPromised):
        actions.invite(dora, forum, email="hans@example.org", seat=seat)
    actions.withdraw_invitation(dora, to_forum)

    assert actions.invite(dora, forum, email="hans@example.org", seat=seat)
    with pytest.raises(actions.SeatIsTaken):
        actions.invite(dora, forum, email="ida@example.org", seat=make_seat(forum, holder=bo))


def test_a_resent_invitation_works_for_thirty_days_more_and_the_old_link_not_at_all(
    forum: Forum, dora: User
) -> None:
    to_forum = invited(dora, forum)
    old = Invitation.objects.get().digest
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    actions.resend(dora, to_forum)

    again = Invitation.objects.get()
    assert again.is_open
    assert again.digest != old
    assert Mail.objects.filter(to=NEW).count() == 2


def test_a_withdrawn_invitation_is_neither_resent_nor_accepted(forum: Forum, dora: User) -> None:
    to_forum = invited(dora, forum)
    actions.withdraw_invitation(dora, to_forum)

    with pytest.raises(actions.InvitationIsClosed):
        actions.resend(dora, to_forum)
    with pytest.raises(people.InvitationIsClosed):
        people.accept(to_forum.invitation, name="Gerda Gren")


# --- joining ---


def test_who_belongs_to_the_target_group_joins_at_once(
    forum: Forum, carla: User, dora: User, association: Organisation
) -> None:
    actions.join(carla, forum, organisation=association)

    assert membership(forum, carla).organisation == association
    assert letters_to(dora) == ["Carla Cedertræ er kommet med i Klimaforum"]
    with pytest.raises(actions.AlreadyMember):
        actions.join(carla, forum)


def test_who_speaks_for_one_organisation_is_not_asked_which(
    forum: Forum, dora: User, carla: User, association: Organisation
) -> None:
    carla.affiliations.create(organisation=association)
    to_forum = actions.invite(dora, forum, email=carla.email)

    people.accept(to_forum.invitation)

    assert membership(forum, carla).organisation == association
