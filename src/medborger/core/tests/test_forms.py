"""Any form looks right, says what is wrong, and takes dates as people type them."""

from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone, translation

from medborger.core.forms import DateParts, DateTimeParts, GuardedForm, guarded_text
from medborger.core.guard import ACKNOWLEDGED, StoryReason


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))

    def where(self, **wanted: str) -> list[dict[str, str | None]]:
        return [a for _, a in self.all if all(a.get(key) == value for key, value in wanted.items())]

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.all if name == tag]


class Challenge(GuardedForm):
    question = guarded_text(label="Question", help_text="Write it as a question.")
    closes = forms.DateField(label="Closes", widget=DateParts)
    begins = forms.SplitDateTimeField(label="Begins", widget=DateTimeParts, required=False)
    readers = forms.ChoiceField(
        label="Readers", choices=[("m", "Members"), ("a", "All")], widget=forms.RadioSelect
    )
    note = forms.CharField(widget=forms.HiddenInput, required=False)


GOOD = {
    "question": "How?",
    "closes_day": "4",
    "closes_month": "12",
    "closes_year": "2026",
    "begins_0_day": "3",
    "begins_0_month": "12",
    "begins_0_year": "2026",
    "begins_1": "16.30",
    "readers": "m",
}


def render(source: str, **values: Any) -> str:
    with translation.override("en"):
        return Template(source).render(Context({"csrf_token": "token", **values}))


def shown(form: forms.BaseForm) -> Tags:
    return Tags(render("{% form form submit='Send' %}{% endform %}", form=form))


def test_a_form_shows_its_fields_its_token_and_its_button() -> None:
    tags = shown(Challenge())

    names = [attrs["name"] for attrs in tags.named("input")]
    assert names == [
        "csrfmiddlewaretoken", "note", "question", "closes_day", "closes_month", "closes_year",
        "begins_0_day", "begins_0_month", "begins_0_year", "begins_1", "readers", "readers",
    ]  # fmt: skip
    assert [button["type"] for button in tags.named("button")] == ["submit"]


def test_every_control_has_a_label_and_every_label_a_control() -> None:
    tags = shown(Challenge())
    controls = {a["id"] for a in tags.named("input") if a.get("type") != "hidden"}

    assert {label["for"] for label in tags.named("label")} == controls


def test_dates_typed_in_parts_are_dates() -> None:
    form = Challenge(GOOD)

    with translation.override("da"):
        assert form.errors == {}
    begins = datetime(2026, 12, 3, 16, 30, tzinfo=timezone.get_current_timezone())
    assert form.cleaned_data["closes"] == date(2026, 12, 4)
    assert form.cleaned_data["begins"] == begins


@pytest.mark.parametrize(
    "parts", [("31", "2", "2026"), ("4", "", "2026"), ("x", "12", "2026"), ("", "", "")]
)
def test_a_date_that_is_none_is_refused_and_what_was_typed_stays(
    parts: tuple[str, str, str],
) -> None:
    typed = dict(zip(("closes_day", "closes_month", "closes_year"), parts, strict=True))
    form = Challenge(GOOD | typed)

    assert list(form.errors) == ["closes"]
    again = shown(form)
    assert {name: again.where(name=name)[0]["value"] for name in typed} == typed


def test_a_date_from_before_is_shown_in_parts() -> None:
    begins = datetime(2026, 12, 3, 16, 30, tzinfo=timezone.get_current_timezone())
    tags = shown(Challenge(initial={"closes": date(2026, 12, 4), "begins": begins}))

    values = [a["value"] for a in tags.named("input") if a["name"] in GOOD and "value" in a][:7]
    assert values == ["4", "12", "2026", "3", "12", "2026", "16:30"]


def test_a_date_left_out_of_an_update_is_known_to_be_left_out() -> None:
    assert DateParts().value_omitted_from_data({}, {}, "closes")
    assert not DateParts().value_omitted_from_data({"closes_day": ""}, {}, "closes")


class Everything(GuardedForm):
    name = guarded_text(max_length=5, required=False)
    seats = forms.IntegerField(min_value=1, max_value=9, required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)
    kinds = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    day = forms.DateField(required=False)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "abcdefgh", "Skriv højst 5 tegn. Her er 8."),
        ("name", "a\x00b", "I teksten er et tegn, der ikke kan gemmes. Skriv teksten igen."),
        ("seats", "0", "Skriv et tal, der er mindst 1"),
        ("seats", "99", "Skriv et tal, der er højst 9"),
        ("seats", "mange", "Skriv et helt tal"),
        ("kind", "b", "Vælg noget, der står på listen"),
        ("kinds", ["b"], "Vælg noget, der står på listen"),
        ("day", "4.12.9999", "Vælg et år mellem 1800 og 2100"),
        ("day", "4.12.206", "Skriv en dato, der findes: dag, måned, år"),
    ],
)
def test_what_is_wrong_is_said_as_a_person_would(
    field: str, typed: str | list[str], said: str
) -> None:
    with translation.override("da"):
        assert Everything({field: typed}).errors == {field: [said]}


def test_the_summary_counts_links_and_takes_the_focus() -> None:
    html = render(
        "{% error_summary form %}", form=Challenge(GOOD | {"question": "", "readers": ""})
    )
    tags = Tags(html)

    assert "Mend two things, then you can send" in html
    assert [a["href"] for a in tags.named("a")] == ["#id_question", "#id_readers_0"]
    assert [(a["role"], a["tabindex"]) for a in tags.where(role="alert") if "autofocus" in a] == [
        ("alert", "-1")
    ]


def test_the_summary_says_which_field_is_empty() -> None:
    html = render("{% error_summary form %}", form=Challenge(GOOD | {"question": ""}))

    assert "“Question” must be filled in" in html
    assert "Mend one thing, then you can send" in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert render("{% error_summary form %}", form=Challenge(GOOD)) == ""
    assert render("{% error_summary form %}", form=Challenge()) == ""


def test_an_error_that_concerns_the_whole_form_is_in_the_summary() -> None:
    form = Challenge(GOOD)
    form.add_error(None, "Somebody else has changed the text")

    assert "Somebody else has changed the text" in render("{% error_summary form %}", form=form)


def test_hint_error_and_guard_are_read_out_with_the_field() -> None:
    form = Challenge(GOOD)
    form.add_error("question", ValidationError("Delete the CPR number", code="cpr"))
    tags = shown(form)
    [question] = tags.where(name="question")

    described = (question["aria-describedby"] or "").split()
    assert described == ["id_question_helptext", "id_question_error", "id_question_guard"]
    assert [len(tags.where(id=key)) for key in described] == [1, 1, 1]
    assert question["aria-invalid"] == "true"


def test_a_cpr_number_blocks_and_tells_where_to_turn() -> None:
    form = Challenge(GOOD)
    form.add_error("question", ValidationError("Delete the CPR number", code="cpr"))
    html = render("{% field form.question %}", form=form)

    assert "form-error" in html
    assert 'href="/bekymret/"' in html
    assert ACKNOWLEDGED not in html


def test_a_story_about_a_person_is_asked_about_and_may_be_sent() -> None:
    form = Challenge(GOOD)
    form.add_error("question", ValidationError("One person?", code="person_story"))
    html = render("{% form form %}{% endform %}", form=form)
    tags = Tags(html)

    assert "form-error" not in html
    assert "error-summary" not in html
    assert [a["value"] for a in tags.where(name=ACKNOWLEDGED)] == StoryReason.values
    assert [a["id"] for _, a in tags.all if "autofocus" in a] == ["id_question_guard"]


def test_whoever_sends_a_story_without_a_reason_is_told_to_choose_one() -> None:
    for pressed, is_told in (({}, False), ({"guard_reason": "1"}, True)):
        form = Challenge(GOOD | pressed)
        form.add_error("question", ValidationError("One person?", code="person_story"))
        html = render("{% field form.question %}", form=form)
        assert ("Choose one of the three" in html) is is_told


def test_only_what_may_be_left_out_says_so() -> None:
    html = {
        name: render("{% field form." + name + " %}", form=Challenge())
        for name in ("closes", "begins")
    }

    assert ["(optional)" in html["closes"], "(optional)" in html["begins"]] == [False, True]


def test_forms_that_others_wrote_look_the_same() -> None:
    form = Challenge()

    assert "form-label" in str(form)
    assert (
        form["question"].as_field_group().strip()
        == render("{% field form.question %}", form=form).strip()
    )
