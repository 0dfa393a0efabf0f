"""Organisations go out to a file and come in from one."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import Workbook, load_workbook

from civicmetrics import tables
from medborger.areas.actions.exchange import ChangedSince, carry_out
from medborger.areas.forms.exchange import MOST_ROWS, read
from medborger.areas.models import Area, OrganisationImport
from medborger.areas.queries.columns import COLUMNS, as_file, cells
from medborger.areas.queries.places import Places
from medborger.areas.queries.plan import Plan, plan
from medborger.core.models import LogEntry
from medborger.people.models import Organisation, User
from medborger.people.tests.factories import make_organisation

HEAD = "Nummer;Navn;Slags;CVR-nummer;Holder til hos;Områder;Hvad den tilbyder;E-mail;Telefon"


def written(form: str) -> bytes:
    found = Organisation.objects.order_by("pk").select_related("under_roof_of")
    return as_file(list(cells(found.prefetch_related("areas_served"), Places())), form)


def planned(data: bytes) -> Plan:
    table = read(data)
    return plan(table.headings, table.rows)


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8-sig")


def problems(*lines: str) -> list[tuple[int, str]]:
    """Row and column of what is wrong."""
    return [(one.row, one.column) for one in planned(csv(*lines)).problems]


@pytest.fixture
def harbour(db: None) -> Area:
    town = Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY, code="999")
    return Area.objects.create(name="Havnekvarteret", kind=Area.Kind.DISTRICT, parent=town)


# --- the round trip ---

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
) | st.sampled_from(
    ["=1+1", "'=1", "''@x", "a;b", 'say "hi"', "a\r\nb", "-", "\t=x", "_x000D_", "x005F_", "'"]
)


class AnyText(TestCase):
    @settings(max_examples=60)
    @given(
        texts=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4),
        form=st.sampled_from(["csv", "xlsx"]),
    )
    def test_what_goes_out_changes_nothing_when_it_comes_in(
        self, texts: list[tuple[str, str]], form: str
    ) -> None:
        for number, (name, offers) in enumerate(texts):
            roof = Organisation.objects.order_by("-pk").first()
            make_organisation(f"{name} {number}", offers=offers, under_roof_of=roof)

        read_back = planned(written(form))

        assert (read_back.problems, read_back.changes) == ([], [])
        assert read_back.unchanged == len(texts)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_emptied_comes_back_from_the_file(form: str, harbour: Area) -> None:
    house = make_organisation("Medborgerhuset", cvr="13585628")
    club = make_organisation(
        "=Klubben", under_roof_of=house, offers="To\nlinjer", public_phone="+46 70 123 45 67"
    )
    club.areas_served.set([harbour])
    saved = written(form)
    Organisation.objects.filter(pk=club.pk).update(
        name="Noget andet", offers="", public_phone="", under_roof_of=None
    )
    club.areas_served.clear()

    carry_out(None, planned(saved))

    club.refresh_from_db()
    assert (club.name, club.offers, club.public_phone) == (
        "=Klubben",
        "To\nlinjer",
        "+46 70 123 45 67",
    )
    assert (club.under_roof_of, list(club.areas_served.all())) == (house, [harbour])


def test_no_cell_of_a_file_is_a_formula(db: None) -> None:
    make_organisation("=HYPERLINK(1)", offers="@SUM(A1)", public_phone="+46 70 123 45 67")

    sheet = load_workbook(io.BytesIO(written("xlsx"))).worksheets[0]
    text = written("csv").decode("utf-8-sig").splitlines()[1]

    assert {cell.data_type for row in sheet.rows for cell in row if cell.value} == {"s"}
    assert [cell[:2] for cell in text.split(";") if cell[:1] in "=+-@" and cell] == []
    assert [cell[:2] for cell in text.split(";") if cell[:1] == "'"] == ["'=", "'@", "'+"]


# --- how a file may look ---


@pytest.mark.parametrize(
    "data",
    [
        "Navn;Slags\nÅben Dør;forening".encode(),
        "Navn;Slags\r\nÅben Dør;forening\r\n".encode("utf-8-sig"),
        "sep=;\nNavn;Slags\nÅben Dør;forening".encode(),
        "Name,Kind\nÅben Dør,association".encode(),
        'slags\tnavn\nForening\t"Åben Dør"'.encode("cp1252"),
        "Slags\tNavn\nForening\tÅben Dør".encode("utf-16"),
    ],
)
def test_files_of_many_programs_are_read(data: bytes, db: None) -> None:
    found = planned(data)

    assert (found.problems, [one.organisation.name for one in found.new]) == ([], ["Åben Dør"])
    assert found.new[0].organisation.kind == "association"


def test_a_workbook_gives_numbers_and_formulas_as_what_they_show(db: None) -> None:
    book = Workbook()
    book.active.append(["Navn", "Slags", "CVR-nummer"])  # type: ignore[union-attr]
    book.active.append(["Åben Dør", "forening", 13585628])  # type: ignore[union-attr]
    raw = io.BytesIO()
    book.save(raw)

    assert planned(raw.getvalue()).new[0].organisation.cvr == "13585628"


BOMB = b"<!DOCTYPE a [<!ENTITY b '1'><!ENTITY c '&b;&b;'>]><worksheet>&c;</worksheet>"


def packed(name: str, content: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return raw.getvalue()


def with_hostile_sheet() -> bytes:
    raw, book = io.BytesIO(), Workbook()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as was, zipfile.ZipFile(out, "w") as made:
        for part in was.namelist():
            is_sheet = part.endswith("sheet1.xml")
            made.writestr(part, BOMB if is_sheet else was.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old_excel"),
        (b"PK\x03\x04" + b"nonsense" * 20, "unreadable"),
        (packed("a.txt", b"hello"), "unreadable"),
        (packed("a.bin", b"\0" * (tables.UNPACKED + 1)), "too_large"),
        (with_hostile_sheet(), "unreadable"),
        (b'Navn;Slags\n"open', "unreadable"),
        (b"Navn\n" + b"x\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b"a;" * 200, "too_wide"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(tables.NotATable) as refused:
        read(data)

    assert refused.value.reason == reason


# --- what is wrong is told by row and column, and then nothing is read in ---


def test_every_mistake_is_told_by_row_and_column(db: None, cpr: str) -> None:
    known = make_organisation("Klubben")

    assert problems(
        HEAD,
        ";Ny;forening;;;;;;",
        ";;forening;;;;noget;;",
        ";Uden slags;;;;;;;",
        ";Forkert slags;klub?;;;;;;",
        ";Forkert cvr;forening;12345678;;;;;",
        ";Ukendt tag;forening;;Ingen;;;;",
        ";Ukendt sted;forening;;;Atlantis;;;",
        f";Et nummer;forening;;;;Ring {cpr};;",
        ";Forkert post;forening;;;;;ikke-post;",
        ";Forkert telefon;forening;;;;;;12",
        f"{known.pk + 99};Ukendt nummer;forening;;;;;;",
        ";Ny;forening;;;;;;",
        f"{known.pk};Klubben;forening;;Klubben;;;;",
    ) == [
        (3, "Navn"), (4, "Slags"), (5, "Slags"), (6, "CVR-nummer"), (7, "Holder til hos"),
        (8, "Områder"), (9, "Hvad den tilbyder"), (10, "E-mail"), (11, "Telefon"), (12, "Nummer"),
        (13, "Navn"), (14, "Holder til hos"),
    ]  # fmt: skip


def test_no_message_repeats_a_cpr_number(db: None, cpr: str) -> None:
    for place in range(9):
        line = [""] * 9
        line[place] = cpr
        found = planned(csv(HEAD, ";".join(line)))
        assert found.problems
        assert cpr not in " ".join(one.text for one in found.problems)
    assert cpr not in str(planned(csv(f"Navn;{cpr}", "a;b")))


def test_headings_that_say_nothing_or_twice_the_same_are_told(db: None) -> None:
    assert problems("Navn;Name", "a;b") == [(1, "Name")]
    assert problems("a;b", "c;d") == [(1, "")]
    assert planned(csv("Navn;Slags;Farve", "A;forening;rød")).ignored == ["Farve"]


def test_one_wrong_row_keeps_all_out(client: Client, frida: User) -> None:
    client.force_login(frida)
    before = list(Organisation.objects.values())

    page = send(client, csv("Navn;Slags", "Ny;forening", "Uden slags;"))

    assert [one.row for one in page.context["problems"]] == [3]
    assert list(Organisation.objects.values()) == before
    assert not OrganisationImport.objects.exists()


# --- what is meant ---


def test_a_row_means_by_number_then_cvr_then_name(db: None) -> None:
    first = make_organisation("Første", cvr="13585628")
    second = make_organisation("Anden", public_phone="12345678")

    found = planned(csv(
        "Nummer;Navn;CVR-nummer;Telefon",
        ";Første A/S;13 58 56 28;",
        ";ANDEN;;12 34 56 78",
    ))  # fmt: skip

    assert [(one.organisation.pk, one.organisation.name) for one in found.changed] == [
        (first.pk, "Første A/S"),
        (second.pk, "ANDEN"),
    ]


def test_two_may_swap_names_and_numbers_and_come_under_each_others_roofs(db: None) -> None:
    a = make_organisation("A", cvr="13585628")
    b = make_organisation("B")

    carry_out(None, planned(csv(
        "Nummer;Navn;Slags;CVR-nummer;Holder til hos",
        f"{a.pk};B;forening;;Ny",
        f"{b.pk};C;forening;13585628;",
        ";Ny;forening;;C",
    )))  # fmt: skip

    assert list(Organisation.objects.order_by("pk").values_list("name", "cvr", "under_roof_of__name")) == [
        ("B", "", "Ny"), ("C", "13585628", None), ("Ny", "", "C"),
    ]  # fmt: skip


def test_roofs_in_a_ring_are_refused(db: None) -> None:
    assert problems(
        "Navn;Slags;Holder til hos", "A;forening;B", "B;forening;C", "C;forening;A"
    ) == [
        (2, "Holder til hos"),
        (3, "Holder til hos"),
        (4, "Holder til hos"),
    ]


def test_a_long_row_of_roofs_is_read_in_and_closed_to_a_ring_is_refused(db: None) -> None:
    """In linear time: looked through roof by roof for each, this would take minutes."""
    head, rows = "Navn;Slags;Holder til hos", [f"H{n};forening;H{n + 1}" for n in range(3000)]

    carry_out(None, planned(csv(head, *rows, "H3000;forening;")))

    assert Organisation.objects.filter(under_roof_of__isnull=False).count() == 3000
    assert Organisation.objects.get(name="H7").under_roof_of == Organisation.objects.get(name="H8")
    assert problems(head, "H3000;forening;H0") == [(2, "Holder til hos")]


def test_hundreds_are_changed_by_a_few_queries(
    db: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(300):
        make_organisation(f"Forening {number}")
    found = planned(csv("Navn;Telefon", *(f"Forening {n};2000 0000" for n in range(300))))

    with django_assert_max_num_queries(30):
        carry_out(None, found)

    assert Organisation.objects.filter(public_phone="20 00 00 00").count() == 300


def test_nothing_that_has_gone_meanwhile_comes_back_by_the_file(db: None) -> None:
    make_organisation("Kommer")
    going = make_organisation("Går")
    found = planned(csv("Navn;Telefon", "Kommer;2000 0000", "Går;2000 0001"))
    going.delete()

    with pytest.raises(ChangedSince):
        carry_out(None, found)

    assert list(Organisation.objects.values_list("name", "public_phone")) == [("Kommer", "")]


def test_areas_are_known_by_name_by_code_and_by_what_they_lie_in(harbour: Area) -> None:
    other = Area.objects.create(name="Andenby", kind=Area.Kind.MUNICIPALITY)
    twin = Area.objects.create(name="Havnekvarteret", kind=Area.Kind.DISTRICT, parent=other)

    found = planned(csv(
        "Navn;Slags;Områder", 'A;forening;"999; havnekvarteret (andenby)"', "B;forening;Havnekvarteret"
    ))  # fmt: skip

    assert found.new[0].areas == {harbour.parent_id, twin.pk}
    assert "Havnekvarteret (Fjordby)" in found.problems[0].text


# --- on the pages ---


def send(client: Client, data: bytes, name: str = "organisationer.csv") -> Any:
    upload = SimpleUploadedFile(name, data)
    return client.post("/organisationer/indlaes/", {"file": upload}, follow=True)


def say_yes(client: Client, page: Any, **more: str) -> Any:
    address = page.request["PATH_INFO"]
    seen = page.context["form"].initial["seen"]
    return client.post(address, {"seen": seen, **more}, follow=True)


def test_a_clerk_sees_what_will_change_says_yes_and_the_second_time_nothing_changes(
    client: Client, frida: User, association: Organisation
) -> None:
    client.force_login(frida)
    file = csv("Navn;Slags;E-mail", f"{association.name};forening;post@example.org", "Ny;forening;")

    page = send(client, file)
    assert (len(page.context["new"]), len(page.context["changed"])) == (1, 1)
    assert not Organisation.objects.filter(name="Ny").exists()
    say_yes(client, page)

    association.refresh_from_db()
    assert (association.public_email, Organisation.objects.filter(name="Ny").count()) == (
        "post@example.org",
        1,
    )
    assert LogEntry.objects.filter(what="people.import_organisations", by_id=frida.pk).count() == 1
    assert not OrganisationImport.objects.exists()
    again = send(client, file).context["read"]
    assert (again.changes, again.unchanged) == ([], 2)


def test_what_changed_since_is_seen_again_before_it_is_read_in(
    client: Client, frida: User, association: Organisation
) -> None:
    client.force_login(frida)
    page = send(client, csv("Navn;E-mail", f"{association.name};post@example.org"))
    Organisation.objects.filter(pk=association.pk).update(public_email="ny@example.org")

    told = say_yes(client, page)

    association.refresh_from_db()
    assert association.public_email == "ny@example.org"
    assert "Noget er ændret her siden" in told.content.decode()
    say_yes(client, told)
    association.refresh_from_db()
    assert association.public_email == "post@example.org"


def test_a_waiting_file_is_its_senders_alone_and_lasts_a_day(
    client: Client, frida: User, erik: User
) -> None:
    client.force_login(frida)
    address = send(client, csv("Navn;Slags", "Ny;forening")).request["PATH_INFO"]
    assert client.get(address).status_code == 200

    other = Client()
    other.force_login(erik)
    assert other.get(address).status_code == 404
    OrganisationImport.objects.update(at=timezone.now() - timedelta(hours=25))
    assert client.get(address).status_code == 404


def test_a_story_is_read_in_only_when_somebody_has_read_it(client: Client, frida: User) -> None:
    client.force_login(frida)
    story = "En 16-årig dreng er sigtet for vold."

    page = send(client, csv("Navn;Slags;Hvad den tilbyder", f"Ny;forening;{story}"))
    say_yes(client, page)
    assert not Organisation.objects.filter(name="Ny").exists()
    say_yes(client, page, about_nobody="on")
    assert Organisation.objects.get(name="Ny").offers == story


def test_outsiders_and_members_neither_get_nor_send_the_file(
    client: Client, carla: User, bo: User
) -> None:
    for person in (carla, bo):
        client.force_login(person)
        for address in ("hent/csv/", "indlaes/", "indlaes/om-filen/", "dubletter/"):
            assert client.get(f"/organisationer/{address}").status_code == 403


def test_the_list_as_a_file_follows_its_filters_and_is_logged(
    client: Client, frida: User, association: Organisation
) -> None:
    client.force_login(frida)

    everything = client.get("/organisationer/hent/csv/").content.decode("utf-8-sig")
    some = client.get("/organisationer/hent/xlsx/?kind=association")

    assert everything.startswith(";".join(f"{column.heading}" for column in COLUMNS[:3]))
    assert len(read(some.content).rows) == 1
    assert some["Content-Disposition"] == 'attachment; filename="organisationer.xlsx"'
    assert LogEntry.objects.filter(what="people.export_organisations").count() == 2
    assert client.get("/organisationer/hent/pdf/").status_code == 404


# --- by command ---


def test_the_command_takes_the_same_file(db: None, tmp_path: Path) -> None:
    make_organisation("Klubben")
    file = tmp_path / "alle.xlsx"
    call_command("organisations", "export", str(file))
    Organisation.objects.all().delete()
    data = read(file.read_bytes())
    file.write_bytes(tables.to_xlsx(data.headings, [["", *row[1:]] for _, row in data.rows], "x"))

    call_command("organisations", "import", str(file), "--dry-run")
    assert not Organisation.objects.exists()
    call_command("organisations", "import", str(file))
    assert Organisation.objects.get().name == "Klubben"


def test_the_command_reads_in_nothing_of_a_file_with_mistakes(db: None, tmp_path: Path) -> None:
    file = tmp_path / "fejl.csv"
    file.write_bytes(csv("Navn;Slags", "Ny;forening", "Uden;"))

    with pytest.raises(CommandError):
        call_command("organisations", "import", str(file))
    assert not Organisation.objects.exists()


# --- who serves an area ---


def test_a_list_for_an_area_holds_who_serves_it_a_part_of_it_or_more(
    client: Client, harbour: Area
) -> None:
    names = {"I byen": harbour.parent, "På havnen": harbour, "Ingen steder": None}
    for name, area in names.items():
        make_organisation(name).areas_served.set([area] if area else [])

    def listed(address: str) -> list[str]:
        return [one.name for one in client.get(address).context["page"]]

    assert listed(f"/organisationer/?area={harbour.pk}") == ["I byen", "På havnen"]
    assert listed(f"/organisationer/?area={harbour.parent_id}") == ["I byen", "På havnen"]
    assert listed("/organisationer/") == ["I byen", "Ingen steder", "På havnen"]
    page = client.get(harbour.get_absolute_url()).context
    assert ([str(one) for one in page["organisations"]], [str(one) for one in page["larger"]]) == (
        ["På havnen"],
        ["I byen"],
    )


@pytest.mark.django_db(transaction=True)
def test_a_program_changes_an_organisation_outside_of_any_test_transaction(
    client: Client, frida: User, association: Organisation
) -> None:
    client.force_login(frida)
    sent = {"name": association.name, "kind": "association", "offers": "Middag hver torsdag."}
    address = f"/api/people/organisations/{association.pk}/"

    answer = client.put(address, sent, content_type="application/json")

    assert (answer.status_code, answer.json()["offers"]) == (200, "Middag hver torsdag.")


def test_pages_and_programs_say_which_areas_are_served(
    client: Client, frida: User, harbour: Area, association: Organisation
) -> None:
    client.force_login(frida)
    sent = {"name": association.name, "kind": "association"}
    address = f"/api/people/organisations/{association.pk}/"

    client.post(f"/organisationer/{association.pk}/ret/", {**sent, "areas_served": harbour.pk})
    assert client.get(address).json()["areas_served"] == [harbour.pk]
    client.put(address, sent, content_type="application/json")
    assert association.areas_served.get() == harbour
    client.put(address, {**sent, "areas_served": []}, content_type="application/json")
    assert not association.areas_served.exists()
    wrong = client.put(address, {**sent, "cvr": "12345678"}, content_type="application/json")
    assert wrong.status_code == 422
