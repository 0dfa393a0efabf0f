"""What colleagues can be asked about: chosen from a list that the administration keeps."""

import pytest
from django.test import Client

from medborger.core.models import LogEntry
from medborger.people.models import Competence, User


def make_competences(*names: str) -> list[Competence]:
    return [Competence.objects.create(name=name) for name in names]


def names_of(person: User) -> list[str]:
    return [one.name for one in person.competences.all()]


def test_a_person_chooses_and_unchooses(client: Client, bo: User) -> None:
    youth, _volunteers = make_competences("Unge", "Frivillige")
    client.force_login(bo)

    assert "Frivillige" in client.get("/profil/kompetencer/").content.decode()
    client.post("/profil/kompetencer/", {"competences": [youth.pk]})
    assert names_of(bo) == ["Unge"]
    assert "Unge" in client.get("/profil/").content.decode()
    client.post("/profil/kompetencer/", {})
    assert names_of(bo) == []


def test_nobody_invents_a_competence_on_the_profile(client: Client, bo: User) -> None:
    client.force_login(bo)

    assert client.post("/profil/kompetencer/", {"competences": ["Nyt"]}).status_code == 200
    assert not Competence.objects.exists()


def test_clerks_and_administrators_keep_the_list(
    client: Client, frida: User, erik: User, bo: User
) -> None:
    for person, status in ((frida, 302), (erik, 302), (bo, 403)):
        client.force_login(person)
        sent = client.post("/kompetencer/", {"name": f"Nummer {person.pk}"})
        assert sent.status_code == status, person


@pytest.mark.parametrize("written", ["frivillige", "  Frivillige ", "FRIVILLIGE"])
def test_the_same_word_is_on_the_list_once(client: Client, frida: User, written: str) -> None:
    make_competences("Frivillige")
    client.force_login(frida)

    page = client.post("/kompetencer/", {"name": written})

    assert "Kompetencen står allerede på listen" in page.content.decode()
    assert Competence.objects.count() == 1


def test_the_guard_reads_the_name(client: Client, frida: User, cpr: str) -> None:
    client.force_login(frida)

    client.post("/kompetencer/", {"name": f"Unge {cpr}"})

    assert not Competence.objects.exists()


def test_two_words_for_the_same_become_one(
    client: Client, frida: User, anna: User, bo: User
) -> None:
    youth, young = make_competences("Unge", "Ungdom")
    bo.competences.add(youth, young)
    anna.competences.add(young)
    client.force_login(frida)

    client.post(f"/kompetencer/{young.pk}/saml/", {"into": youth.pk})

    assert names_of(bo) == names_of(anna) == ["Unge"]
    assert Competence.objects.get() == youth
    entry = LogEntry.objects.get(what="people.merge_competences")
    assert (entry.by, entry.about_key) == (frida, str(youth.pk))


def test_one_is_not_merged_into_itself(client: Client, frida: User) -> None:
    [youth] = make_competences("Unge")
    client.force_login(frida)

    page = client.post(f"/kompetencer/{youth.pk}/saml/", {"into": youth.pk})

    assert page.status_code == 200
    assert Competence.objects.count() == 1


def test_a_competence_is_renamed_and_taken_off_the_list(
    client: Client, frida: User, bo: User
) -> None:
    [youth] = make_competences("Ungge")
    bo.competences.add(youth)
    client.force_login(frida)

    client.post(f"/kompetencer/{youth.pk}/", {"name": "Unge"})
    assert names_of(bo) == ["Unge"]
    client.post(f"/kompetencer/{youth.pk}/slet/")
    assert names_of(bo) == []


def test_the_profile_shows_how_others_see_one(client: Client, bo: User) -> None:
    client.force_login(bo)

    for chosen, times in (("nobody", 2), ("forums", 1), ("everyone", 0)):
        User.objects.filter(pk=bo.pk).update(contact_visibility=chosen)
        page = client.get("/profil/").content.decode()
        assert page.count("Ingen e-mail eller telefon") == times

    User.objects.filter(pk=bo.pk).update(is_listed=False)
    assert "Du står ikke på listen over personer" in client.get("/profil/").content.decode()


@pytest.mark.parametrize(
    ("written", "stored"),
    [("+45 00112233", "00 11 22 33"), ("ring efter kl. 16", ""), ("123", "")],
)
def test_a_telephone_number_is_a_number(
    client: Client, bo: User, written: str, stored: str
) -> None:
    client.force_login(bo)
    sent = {"name": "Bo Birk", "contact_visibility": "forums", "language": "da"}

    client.post("/profil/", {**sent, "phone": written})

    bo.refresh_from_db()
    assert bo.phone == stored
