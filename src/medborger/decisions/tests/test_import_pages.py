"""Clerks paste a published page, look through what was read, correct it and save."""

from html import unescape
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from civicmetrics.tests import published_pages
from medborger.areas.models import Area
from medborger.decisions.models import Case
from medborger.decisions.tests import pages
from medborger.decisions.tests.reading import IMPORT, SAVE, save, sent
from medborger.people.models import User


class TestTheImport:
    def test_the_preview_stores_nothing(self, client: Client, frida: User) -> None:
        client.force_login(frida)
        page = unescape(client.post(IMPORT, {"text": pages.MINUTES}).content.decode())

        assert "Anbefalinger fra Fjordby Ekspertpanel om byens mødesteder" in page
        assert "4 anbefalinger" in page
        assert "Prøvesen" not in page
        assert Case.objects.count() == 0

    def test_what_is_corrected_is_saved(self, client: Client, frida: User) -> None:
        corrections = {
            "0-title": "Mødesteder",
            "0-committee": "Byudvalget",
            "0-outcome": "rejected",
        }
        case = save(client, frida, pages.MINUTES, **corrections)

        treated = case.consultations.get()
        assert (case.title, str(treated.committee), treated.outcome) == (
            "Mødesteder",
            "Byudvalget",
            "rejected",
        )
        assert save(client, frida, pages.MINUTES) == case

    def test_a_known_page_says_so(self, client: Client, frida: User) -> None:
        case = save(client, frida, pages.MINUTES)

        page = unescape(client.post(IMPORT, {"text": pages.MINUTES}).content.decode())

        assert "Sagen findes her allerede" in page
        assert case.get_absolute_url() in page

    def test_an_item_can_be_left_out(self, client: Client, frida: User) -> None:
        client.force_login(frida)
        text = {"text": published_pages.COUNCIL_WITH_TWO_ITEMS}
        form = client.post(IMPORT, text).context["form"]
        data = sent(form)
        del data["0-keep"]
        client.post(SAVE, data | {"0-title": ""})

        assert [case.title for case in Case.objects.all()] == ["Ny skaterbane ved havnen"]

    def test_what_was_typed_is_kept_when_something_is_missing(
        self, client: Client, frida: User
    ) -> None:
        client.force_login(frida)
        data = sent(client.post(IMPORT, {"text": pages.MINUTES}).context["form"])

        response = client.post(SAVE, data | {"0-title": "", "0-committee": "Byudvalget"})

        page = unescape(response.content.decode())
        assert "»Titel« skal udfyldes" in page
        assert 'value="Byudvalget"' in page
        assert Case.objects.count() == 0

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("sag.txt", pages.MINUTES.encode("latin-1")),
            ("sag.MD", pages.MINUTES.encode()),
            (
                "sag.html",
                b"<html><body><pre></pre><p>" + pages.MINUTES.replace("\n", "<br>").encode(),
            ),
        ],
    )
    def test_a_file_is_read(self, client: Client, frida: User, name: str, content: bytes) -> None:
        client.force_login(frida)
        response = client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})

        assert [page.outcome for page in response.context["form"].pages] == ["approved"]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"text": ""}, "Sæt en sides tekst ind, eller vælg en fil."),
            ({"text": pages.NO_CASE}, "Indstillingen mangler"),
            ({"text": pages.NO_CASE}, "Skræl rabarberne."),
            ({"text": "\n\n".join([pages.MINUTES] * 81)}, "højst 80 punkter"),
            ({"file": ("sag.pdf", b"%PDF")}, "ender på .txt, .md eller .html"),
            ({"file": ("sag.txt", b"x" * (2 * 1024 * 1024 + 1))}, "højst 2 MB"),
            ({"file": ("sag.txt", pages.NO_CASE.encode())}, "Beslutningen mangler"),
        ],
    )
    def test_a_refusal_says_what_is_missing(
        self, client: Client, frida: User, data: dict[str, object], said: str
    ) -> None:
        client.force_login(frida)
        upload = {
            name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
            for name, value in data.items()
        }
        page = unescape(client.post(IMPORT, upload).content.decode())

        assert said in page

    def test_a_cpr_number_is_refused_in_text_in_file_and_in_the_preview(
        self, client: Client, frida: User
    ) -> None:
        client.force_login(frida)
        random = Random(3)
        number = f"0{random.randint(1, 9)}0{random.randint(1, 9)}{random.randint(50, 80)}-{random.randint(1000, 3999)}"
        text = f"{pages.MINUTES}\n{number}"
        corrected = sent(client.post(IMPORT, {"text": pages.MINUTES}).context["form"])

        for url, data in (
            (IMPORT, {"text": text}),
            (IMPORT, {"file": SimpleUploadedFile("sag.txt", text.encode())}),
            (SAVE, corrected | {"0-decision": number}),
            (SAVE, corrected | {"0-motion_points": number}),
        ):
            page = unescape(client.post(url, data).content.decode())
            assert "CPR-nummer" in page
        assert Case.objects.count() == 0

    def test_a_lost_preview_begins_again(self, client: Client, frida: User) -> None:
        client.force_login(frida)

        response = client.post(SAVE, {"source": "forfalsket"}, follow=True)

        assert "Begynd forfra" in unescape(response.content.decode())

    def test_the_municipality_follows_into_the_case(self, client: Client, frida: User) -> None:
        fjordby = Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY)
        client.force_login(frida)
        chosen = {"text": pages.MINUTES, "municipality": str(fjordby.pk)}

        client.post(SAVE, sent(client.post(IMPORT, chosen).context["form"]))

        case = Case.objects.get()
        assert case.municipality == fjordby
        assert case.consultations.get().committee.municipality == fjordby  # type: ignore[union-attr]
