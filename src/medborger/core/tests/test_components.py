"""Components say what they mean to those who see, and to those who listen."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError
from django.test import Client
from django.utils import translation
from django.utils.safestring import mark_safe

from medborger.core.models import Mail


def render(source: str, language: str = "en", **values: Any) -> str:
    with translation.override(language):
        return Template("{% load i18n %}" + source).render(Context(values)).strip()


def test_a_misspelt_parameter_stops_the_page_from_compiling() -> None:
    with pytest.raises(TemplateSyntaxError, match="knd"):
        Template('{% button "Save" knd="primary" %}')


def test_what_people_write_cannot_become_markup() -> None:
    bad = "<script>x</script>"
    parts = [
        "{% mark bad %}", "{% button bad href=bad %}", "{% more bad bad %}", "{% stat bad bad bad %}",
        "{% breadcrumb bad bad bad %}", "{% trace bad reached=1 %}",
        "{% card title=bad %}{{ bad }}{% endcard %}", "{% station when=bad note=bad %}{{ bad }}{% endstation %}",
        "{% page_header title=bad lead=bad eyebrow=bad %}{{ bad }}{% endpage_header %}",
    ]  # fmt: skip

    assert "<script" not in render("".join(parts), bad=bad)


def test_a_leaf_is_one_date_to_a_listener() -> None:
    html = render("{% leaf when %}", language="da", when=datetime(2026, 12, 3, 15, 30, tzinfo=UTC))

    assert '<span class="sr-only">Torsdag 3. december 2026</span>' in html
    assert html.count('aria-hidden="true"') == 3
    assert 'datetime="2026-12-03T16:30:00+01:00"' in html


def test_days_and_hours_are_written_as_people_say_them() -> None:
    when, end = datetime(2026, 12, 3, 15, 30, tzinfo=UTC), datetime(2026, 12, 3, 18, tzinfo=UTC)
    source = "{{ when|day }} {% hours when end %} {{ date|day }}"

    assert render(source, language="da", when=when, end=end, date=date(2026, 5, 1)) == (
        "torsdag 3. december 16.30\N{EN DASH}19.00 fredag 1. maj"
    )


def test_a_button_is_a_link_when_it_leads_somewhere() -> None:
    assert render('{% button "Go" href="/x/" %}').startswith(
        '<a class="button button-primary" href="/x/"'
    )
    assert render('{% button "Go" name="a" value="b" %}') == (
        '<button type="submit" class="button button-primary" name="a" value="b">Go</button>'
    )


def test_the_trace_says_how_far_it_has_come() -> None:
    html = render('{% trace "A" "B" "C" reached=2 stopped=True %}')

    assert [html.count(f'class="{state}"') for state in ("done", "stop", "now")] == [1, 1, 0]
    assert html.index("it stopped here") > html.index("B")


def test_the_ring_says_who_is_missing_when_nothing_beside_it_does() -> None:
    seats = ["municipality", "civil", "vacant"]

    assert "3 seats: 2 taken, 1 vacant" in render("{% ring seats described=True %}", seats=seats)
    assert 'aria-hidden="true"' in render("{% ring seats %}", seats=seats)


def test_the_main_menu_knows_where_one_is(client: Client, db: None) -> None:
    page = client.get("/om/komponenter/").content.decode()

    assert page.count("<h1") == 1
    assert page.count('href="/moeder/"') == 2


def test_another_language_is_one_press_away(client: Client, db: None) -> None:
    answer = client.post("/sprog/", {"language": "en", "next": "/om/komponenter/"}, follow=True)

    assert answer.redirect_chain == [("/om/komponenter/", 302)]
    assert '<html lang="en">' in answer.content.decode()


def test_a_shared_page_sets_no_cookie(client: Client, db: None) -> None:
    assert not client.get("/findes-ikke/").cookies


@pytest.mark.parametrize("name", ["400", "500"])
def test_a_page_for_the_worst_needs_neither_visitor_nor_database(name: str) -> None:
    html = render('{% include "' + name + '.html" %}')

    assert html.count("<h1") == 1
    assert 'href="/"' in html


def test_a_row_of_a_list_follows_its_values() -> None:
    source = '{% listed "ui/stat.html" 1 label=label value=value %}'

    assert "<b>3<" in render(source, label="Seats", value=3)
    assert "<b>4<" in render(source, label="Seats", value=4)
    assert "<i>" in render(source, label=mark_safe("<i>"), value=4)
    assert "&lt;i&gt;" in render(source, label="<i>", value=4)


@pytest.mark.parametrize("row", [Mail(pk=1, subject="Old"), mark_safe("<b>"), (mark_safe(""),)])
def test_nothing_that_changes_or_is_markup_is_a_row(row: object) -> None:
    with pytest.raises(TypeError, match="plain"):
        render('{% listed "ui/stat.html" row %}', row=row)
