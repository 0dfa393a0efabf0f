"""The upload of a published page, and its preview with everything that can be corrected."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from civicmetrics.case_pages import CasePage, NotACase, read_case_pages, text_of
from medborger.areas.models import Area
from medborger.core.forms import DateParts, GuardedForm, clock, guarded_text
from medborger.core.guard import refuse_cpr
from medborger.decisions.forms.cases import LinesField, committee_text, municipalities
from medborger.decisions.models import Case, Consultation
from medborger.decisions.queries import find_imported, missing_from

LARGEST = 2 * 1024 * 1024
MOST_ITEMS = 80  # a browser may send a thousand fields
SALT = "decisions.import"
Outcome = Consultation.Outcome
OUTCOMES = [
    ("unknown", capfirst(_("not treated yet, or something else"))),
    *(
        (one.value, capfirst(one.label))
        for one in Outcome
        if one not in (Outcome.NONE, Outcome.OTHER)
    ),
]  # fmt: skip


class _PublishedText(forms.CharField):
    """Already published; who signed it is taken out when it is read, so no story is asked about."""

    default_validators = [partial(refuse_cpr, longest=LARGEST)]
    widget = forms.Textarea


class ImportForm(GuardedForm):
    text = _PublishedText(
        label=_("The text of the page"),
        required=False,
        max_length=LARGEST,
        help_text=_(
            "Open the case on the municipality's site, copy the whole page, paste it here."
        ),
    )
    file = forms.FileField(
        label=_("Or a text file"),
        required=False,
        help_text=_("Ends in .txt, .md or .html; up to 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.html,.htm,text/plain,text/html"}),
    )
    municipality = forms.ModelChoiceField(
        Area.objects.none(), label=_("Municipality"), required=False, empty_label=_("Not known")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipality: Any = self.fields["municipality"]
        municipality.queryset = municipalities()

    def clean_file(self) -> str:
        """The text in the file."""
        file: Any = self.cleaned_data["file"]
        if not file:
            return ""
        if not (file.name or "").lower().endswith((".txt", ".md", ".html", ".htm")):
            raise ValidationError(_("Choose a file that ends in .txt, .md or .html."))
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("Choose a file of 2 MB at most."))
        text = text_of(file.read())
        refuse_cpr(text, longest=LARGEST)
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        self.source = cleaned["file"] or cleaned["text"]
        where = "file" if cleaned["file"] else "text"
        try:
            self.pages = read_case_pages(self.source)
        except NotACase as refusal:
            lacks = missing_from(refusal) if self.source.strip() else [_nothing()]
            self.add_error(where, [ValidationError(one) for one in lacks])
        else:
            if len(self.pages) > MOST_ITEMS:
                self.add_error(where, _("Import at most 80 items at a time."))
        return cleaned

    def preview(self) -> "PreviewForm":
        """The next step, with what this one has read."""
        kept = signing.dumps(self.source, salt=SALT, compress=True)
        municipality = self.cleaned_data["municipality"]
        chosen = {"source": kept, "municipality": municipality}
        return PreviewForm(initial=chosen, pages=self.pages, municipality=municipality)


def _nothing() -> Any:
    return _("Paste the text of a page, or choose a file.")


class _Kept(forms.CharField):
    """The text of the page, signed, so that the second step trusts what the first has read."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        try:
            return signing.loads(super().clean(value), salt=SALT, max_age=24 * 3600)
        except signing.BadSignature as broken:
            raise ValidationError(_("Something is lost on the way. Begin again.")) from broken


@dataclass(frozen=True)
class Item:
    """One item of the page in the preview."""

    page: CasePage
    known: Case | None
    fields: dict[str, BoundField]

    @property
    def meeting_needs_a_look(self) -> bool:
        """Folded away unless something is missing or wrong."""
        asked = [self.fields[name] for name in ("committee", "held_on", "starts_at", "place")]
        is_wrong = any(field.errors for field in asked)
        return is_wrong or not (self.page.committee and self.page.held_on)


class PreviewForm(GuardedForm):
    """Every item of a page with what can be corrected. What it is made of travels signed."""

    source = _Kept()
    municipality = forms.ModelChoiceField(
        Area.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, pages: tuple[CasePage, ...], municipality: Area | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["municipality"]
        area.queryset = municipalities()
        self.pages = pages
        self.known = [find_imported(page, municipality) for page in pages]
        for index, page in enumerate(pages):
            for name, field in _fields(page).items():
                self.fields[f"{index}-{name}"] = field
                self.initial[f"{index}-{name}"] = _shown(page, name)
            is_left_out = self.is_bound and not self.data.get(f"{index}-keep")
            self.fields[f"{index}-title"].required = not is_left_out

    @classmethod
    def sent(cls, data: Any) -> "PreviewForm | None":
        """The preview that was sent, or nothing when its text is lost."""
        try:
            text = _Kept().clean(data.get("source"))
            chosen = forms.ModelChoiceField(municipalities(), required=False)
            municipality = chosen.clean(data.get("municipality"))
        except ValidationError:
            return None
        return cls(data, pages=read_case_pages(text), municipality=municipality)

    def items(self) -> list[Item]:
        return [
            Item(page, known, {name: self[f"{index}-{name}"] for name in _fields(page)})
            for index, (page, known) in enumerate(zip(self.pages, self.known, strict=True))
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"{index}-keep") for index in range(len(self.pages))):
            self.add_error("0-keep", _("Choose at least one item to save."))
        return cleaned

    def corrected(self) -> Iterator[tuple[CasePage, CasePage, bool]]:
        """Each item to save: as corrected, as read, and whether it is open."""
        for index, page in enumerate(self.pages):
            own = {name: self.cleaned_data[f"{index}-{name}"] for name in _fields(page)}
            if own.pop("keep"):
                is_open = own.pop("is_open")
                own["motion_points"] = tuple(own["motion_points"])
                yield replace(page, **own), page, is_open


def _fields(page: CasePage) -> dict[str, forms.Field]:
    return {
        "keep": forms.BooleanField(label=_("Save this item"), required=False),
        "title": guarded_text(label=_("Title"), max_length=300),
        "held_on": forms.DateField(
            label=_("Date of the meeting"), required=False, widget=DateParts()
        ),
        "starts_at": forms.TimeField(label=_("Time"), required=False, widget=clock()),
        "place": guarded_text(label=_("Place"), max_length=200, required=False),
        "committee": committee_text(required=False),
        "motion_points": LinesField(
            label=_("Motion"),
            required=False,
            help_text=_("One point on each line."),
            validators=[refuse_cpr],
            widget=forms.Textarea(attrs={"rows": 2 + 2 * len(page.motion_points)}),
        ),
        "decision": guarded_text(
            label=_("Decision"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        ),
        "outcome": forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES),
        "is_open": forms.BooleanField(
            label=_("Open to everyone"), required=False
        ),
    }  # fmt: skip


def _shown(page: CasePage, name: str) -> Any:
    if name in ("keep", "is_open"):
        return True
    if name == "motion_points":
        return "\n".join(" ".join(point.split()) for point in page.motion_points)
    value = getattr(page, name)
    limit = getattr(_fields(page)[name], "max_length", None)
    return value[:limit] if limit else value
