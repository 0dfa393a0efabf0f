from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicmetrics import tables
from medborger.areas.queries.columns import knows
from medborger.core.forms import GuardedForm

MOST_ROWS = 5_000
MOST_BYTES = 5_000_000

WHY = {
    "old_excel": _("The workbook is from an old Excel or has a password. Save it as .xlsx or CSV."),
    "too_large": _("The file is larger than 5 MB. Divide it, or leave pictures out."),
    "too_many_rows": _("The file has more than 5,000 rows. Divide it in several files."),
    "too_wide": _("The file has more than 100 columns. Keep those that the help names."),
    "unreadable": _("The file cannot be read. Save it again as CSV or .xlsx, and try once more."),
    "empty": _("The file is empty: the first row is to hold the headings."),
}


class FileForm(GuardedForm):
    """A file of organisations, read at once: `table()` is what it holds."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or .xlsx, at most 5 MB and 5,000 rows. So many take a few seconds."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": WHY["empty"], "missing": _("Choose a file")},
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(WHY["too_large"])
        try:
            self.read = read(upload.read())
        except tables.NotATable as why:
            raise forms.ValidationError(WHY[why.reason]) from why
        return upload

    def table(self) -> tables.Table:
        return self.read


def read(data: bytes) -> tables.Table:
    """The table in a file; raises `NotATable`."""
    return tables.read(data, knows=knows, most_rows=MOST_ROWS)


class YesForm(GuardedForm):
    """A yes to the changes that were seen."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    about_nobody = forms.BooleanField(
        label=_("I have read these rows. They tell nothing about single persons."), required=True
    )

    def __init__(self, *args: Any, has_stories: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_stories:
            del self.fields["about_nobody"]
