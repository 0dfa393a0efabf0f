"""Two organisations become one: nothing points at the gone one, and nothing is lost."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from medborger.areas.actions import merging
from medborger.areas.actions.organisations import keep_apart
from medborger.areas.models import Area, Merger
from medborger.areas.queries.merging import alike, kept_apart
from medborger.areas.tasks import forget_files_and_mergers
from medborger.core.models import LogEntry
from medborger.forums.models import Forum
from medborger.people.models import Organisation, User
from medborger.people.tests.factories import make_organisation
from medborger.tests import fjordby

NOT_COMPARED = {"core.LogEntry", "areas.Merger"}
Rows = dict[str, list[dict[str, Any]]]


def everything() -> Rows:
    """Every row of every table of ours."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("medborger.") and model._meta.label not in NOT_COMPARED
    }


def pointing_at(organisation_id: int) -> Counter[str]:
    """Where the whole database names the organisation. Asked of every model there is."""
    found: Counter[str] = Counter()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is Organisation:
                place = f"{model._meta.label}.{field.name}"
                found[place] = model._base_manager.filter(**{field.name: organisation_id}).count()
    return +found


@pytest.fixture
def town(db: None) -> None:
    fjordby.build()


@pytest.fixture
def two(town: None) -> tuple[Organisation, Organisation]:
    """The two associations of the town that most things point at."""
    others = Organisation.objects.exclude(kind__in=Organisation.MUNICIPAL)
    busiest = sorted(others, key=lambda one: -pointing_at(one.pk).total())
    gone, kept = busiest[:2]
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # what the town leaves empty points at it too
            if field.related_model is Organisation and field.null:
                some = model._base_manager.filter(**{field.name: None}).exclude(pk=gone.pk).first()
                if some and f"{model._meta.label}.{field.name}" not in pointing_at(gone.pk):
                    model._base_manager.filter(pk=some.pk).update(**{field.name: gone})
    return gone, kept


def test_after_a_merger_no_row_anywhere_points_at_the_gone_one(
    two: tuple[Organisation, Organisation], erik: User
) -> None:
    gone, kept = two
    before, own = pointing_at(gone.pk), pointing_at(kept.pk)
    assert {"people.Affiliation.organisation", "areas.Area_organisations.organisation"} <= set(
        before
    )
    assert {"forums.Membership.organisation", "people.Organisation.under_roof_of"} <= set(before)

    merging.merge(erik, gone, kept, {"offers": gone.offers})

    assert not Organisation.objects.filter(pk=gone.pk).exists()
    assert pointing_at(gone.pk) == Counter()
    now = pointing_at(kept.pk)
    for place in before.keys() - {
        "areas.Area_organisations.organisation",
        "people.Organisation.under_roof_of",
    }:
        assert now[place] == before[place] + own[place], place


def test_taking_it_back_leaves_every_table_as_it_was(
    two: tuple[Organisation, Organisation], erik: User
) -> None:
    gone, kept = two
    kept.under_roof_of = gone
    kept.save()
    person = User.objects.get(email="amina.yusuf@example.org")
    for organisation in two:
        person.affiliations.create(organisation=organisation, since=date(2024, 1, 1))
        organisation.areas_served.add(Area.objects.get(name="Kajen"))
    before = everything()

    merger = merging.merge(erik, gone, kept, {"name": gone.name, "kind": gone.kind})
    assert everything() != before
    merging.undo(erik, merger)

    assert everything() == before
    assert not Merger.objects.exists()
    said = LogEntry.objects.filter(about_key=str(kept.pk)).values_list("what", flat=True)
    assert set(said) == {"people.merge_organisations", "people.undo_merger"}


def test_what_was_changed_since_stays_when_it_is_taken_back(erik: User, carla: User) -> None:
    gone, kept = make_organisation("Lundelyy"), make_organisation("Lundely")
    link = carla.affiliations.create(organisation=gone)
    merger = merging.merge(erik, gone, kept, {"name": "Lundelyy"})
    kept.refresh_from_db()
    kept.name, kept.offers = "Lundely og omegn", "Kaffe"
    kept.save()
    carla.affiliations.filter(pk=link.pk).delete()

    merging.undo(erik, merger)

    assert list(
        Organisation.objects.filter(name__startswith="Lundely").values_list("name", "offers")
    ) == [
        ("Lundely og omegn", "Kaffe"),
        ("Lundelyy", ""),
    ]
    assert not carla.affiliations.exists()


def test_mergers_one_after_another_are_taken_back_last_first(erik: User) -> None:
    a, b, c = (make_organisation(name) for name in "ABC")
    first = merging.merge(erik, a, b, {})
    second = merging.merge(erik, b, c, {})

    first.refresh_from_db()
    assert first.kept == c
    with pytest.raises(merging.CannotUndo):
        merging.undo(erik, first)
    merging.undo(erik, second)
    first.refresh_from_db()
    merging.undo(erik, first)
    assert Organisation.objects.filter(pk__in=[a.pk, b.pk, c.pk]).count() == 3


def test_who_spoke_for_both_speaks_for_the_one_once(erik: User, carla: User, bo: User) -> None:
    gone, kept = make_organisation("Lundelyy"), make_organisation("Lundely")
    confirmed = timezone.now()
    carla.affiliations.create(organisation=kept, since=date(2025, 1, 1), title="kasserer")
    carla.affiliations.create(organisation=gone, since=date(2024, 1, 1), confirmed_at=confirmed)
    bo.affiliations.create(organisation=kept, title="formand")
    bo.affiliations.create(organisation=gone, title="kasserer")

    merging.merge(erik, gone, kept, {})

    link = carla.affiliations.get()
    assert (link.organisation, link.title) == (kept, "kasserer")
    assert (link.since, link.confirmed_at) == (date(2024, 1, 1), confirmed)
    assert sorted(bo.affiliations.values_list("title", flat=True)) == ["formand", "kasserer"]


def test_an_association_does_not_become_the_administration(
    client: Client,
    frida: User,
    carla: User,
    administration: Organisation,
    association: Organisation,
) -> None:
    carla.affiliations.create(organisation=association, confirmed_at=timezone.now())
    client.force_login(frida)

    page = client.post(f"/organisationer/{administration.pk}/laeg-sammen/{association.pk}/", {})

    assert "De kan ikke lægges sammen" in page.content.decode()
    assert not carla.has_perm("areas.merge_organisations")
    with pytest.raises(merging.CannotMerge):
        merging.merge(frida, association, administration, {})


def test_whoever_speaks_for_an_association_does_not_make_it_the_administration(
    client: Client, carla: User, association: Organisation
) -> None:
    carla.affiliations.create(organisation=association, confirmed_at=timezone.now())
    client.force_login(carla)

    page = client.post(
        f"/organisationer/{association.pk}/ret/", {"name": association.name, "kind": "authority"}
    )

    assert list(page.context["form"].errors) == ["kind"]
    assert not carla.has_perm("people.invite")


def test_a_clerk_compares_chooses_and_takes_back(client: Client, frida: User, carla: User) -> None:
    gone = make_organisation("Lundely Boligforening", public_email="post@example.org")
    kept = make_organisation(
        "Boligforeningen Lundely", public_email="post@example.org", offers="Kaffe"
    )
    client.force_login(frida)
    found = client.get(f"/organisationer/{kept.pk}/laeg-sammen/").context["pairs"]
    assert [(one.one, one.other, one.shares) for one in found] == [(kept, gone, True)]
    address = f"/organisationer/{kept.pk}/laeg-sammen/{gone.pk}/"
    assert list(client.get(address).context["form"].fields) == ["name", "offers"]

    page = client.post(address, {"name": "gone", "offers": "kept"}, follow=True)

    kept.refresh_from_db()
    assert (kept.name, kept.offers) == ("Lundely Boligforening", "Kaffe")
    assert client.get(f"/organisationer/{gone.pk}/")["Location"] == kept.get_absolute_url()
    merger = Merger.objects.get()
    assert f"/organisationer/sammenlaegninger/{merger.pk}/fortryd/" in page.content.decode()
    client.force_login(carla)
    assert client.post(f"/organisationer/sammenlaegninger/{merger.pk}/fortryd/").status_code == 403
    client.force_login(frida)
    client.post(f"/organisationer/sammenlaegninger/{merger.pk}/fortryd/")
    assert Organisation.objects.filter(pk__in=[gone.pk, kept.pk]).count() == 2


def test_after_thirty_days_what_undoes_a_merger_is_forgotten_and_the_address_still_leads(
    client: Client, erik: User, carla: User
) -> None:
    gone, kept = make_organisation("A"), make_organisation("B")
    merger = merging.merge(erik, gone, kept, {})
    Merger.objects.update(at=timezone.now() - timedelta(days=31))

    with pytest.raises(merging.CannotUndo):
        merging.undo(erik, merger)
    forget_files_and_mergers.call()

    assert Merger.objects.get().undo is None
    assert client.get(f"/organisationer/{gone.pk}/").status_code == 302


def test_forums_of_the_gone_one_come_along(erik: User, forum: Forum) -> None:
    gone, kept = forum.organisation, make_organisation("Ny forvaltning", kind="administration")
    assert gone

    merging.merge(erik, gone, kept, {})

    forum.refresh_from_db()
    assert forum.organisation == kept


def test_a_pair_that_is_not_the_same_is_suggested_no_more_until_that_is_undone(
    client: Client, frida: User
) -> None:
    one, other = make_organisation("Lundely Boligforening"), make_organisation("Lundely Boligforen")
    address = f"/organisationer/{other.pk}/ikke-den-samme/{one.pk}/"
    client.force_login(frida)

    for _twice in range(2):
        page = client.post(address, follow=True)
    assert page.context["pairs"] == []
    assert [(pair.one, pair.other) for pair in page.context["kept_apart"]] == [(one, other)]
    assert client.get(f"/organisationer/{one.pk}/laeg-sammen/").context["pairs"] == []

    page = client.post(address, {"fortryd": "1"}, follow=True)
    assert [(pair.one, pair.other) for pair in page.context["pairs"]] == [(one, other)]
    assert list(page.context["kept_apart"]) == []
    said = LogEntry.objects.filter(by_id=frida.pk).order_by("pk").values_list("what", flat=True)
    assert list(said) == ["people.keep_apart", "people.suggest_again"]


def test_what_the_gone_one_was_not_the_kept_one_is_not_either(erik: User) -> None:
    gone, kept, third = (make_organisation(f"Lundely Boligforening {n}") for n in "ABC")
    keep_apart(erik, gone, third)
    keep_apart(erik, gone, kept)

    merger = merging.merge(erik, gone, kept, {})
    assert alike() == []
    assert [{pair.one, pair.other} for pair in kept_apart()] == [{kept, third}]

    merging.undo(erik, merger)
    assert [{pair.one, pair.other} for pair in alike()] == [{kept, third}]
