"""A form field for files: looked through where they are chosen, refused beside the field."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from civicmetrics.documents import ACCEPTED, Place
from medborger.core import files
from medborger.core.file_refusals import FileHoldsCpr, FileRefused
from medborger.core.forms import GuardedForm, guarded_text
from medborger.core.guard import reason_in
from medborger.core.inspection import IN_ONE_REQUEST, within

ENDINGS = ",".join(f".{end}" for kind in ACCEPTED.values() for end in kind.extensions)
HELP = _(
    "PDF, Word, Excel, PowerPoint, OpenDocument, text or pictures, {limit} MB at most. "
    "Pictures are kept without the place where they were taken. Documents are kept as they are, "
    "with the author's name. We cannot read text in pictures and scanned pages: see to it yourself "
    "that it is not about individual people."
)


@dataclass(frozen=True)
class _Chosen:
    uploads: "list[UploadedFile[bytes]]"
    reason: str

    def __bool__(self) -> bool:
        return bool(self.uploads)


class _FileInput(forms.FileInput):
    """Knows the reason that the visitor has given for a story about one person."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return _Chosen(files.getlist(name), reason_in(data))


class GuardedFileField(forms.Field):
    """One or more files. Cleaned, they are a list of `core.files.Checked`, for an action to keep."""

    widget = _FileInput

    def __init__(self, *, multiple: bool = False, **kwargs: Any) -> None:
        self.multiple = multiple
        help_text = format_lazy(HELP, limit=settings.FILE_MAX_BYTES // 1_000_000)
        super().__init__(**{"help_text": help_text, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ENDINGS} | ({"multiple": True} if self.multiple else {})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def clean(self, value: Any) -> list[files.Checked]:
        if not value:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        uploads = value.uploads if self.multiple else value.uploads[:1]
        kept, refused = [], []
        with within(IN_ONE_REQUEST):
            for upload in uploads:
                try:
                    kept.append(files.check(upload, reason=value.reason))
                except FileRefused as refusal:
                    refused.append(_said(upload, refusal, names=len(uploads) > 1))
        if refused:
            raise ValidationError([*refused, _NONE_KEPT] if len(uploads) > 1 else refused)
        return kept


class TitledFilesForm(GuardedForm):
    files = GuardedFileField(label=_("Files"), multiple=True)  # type: ignore[assignment]
    title = guarded_text(
        label=_("What they are called"),
        max_length=150,
        required=False,
        help_text=_("Leave it empty to call each by the name of its file."),
    )


# Half of what somebody chose would be looked for later, so it is all of them or none.
_NONE_KEPT = ValidationError(
    _("None of the files is saved. Mend this, or leave it out, and choose them all again."),
    code="none_kept",
)


def _said(upload: "UploadedFile[bytes]", refusal: FileRefused, *, names: bool) -> ValidationError:
    """The refusal, with the file's name when there are several and the name itself is sound."""
    in_name = isinstance(refusal, FileHoldsCpr) and Place("name") in refusal.places
    text = str(refusal)
    if names and not in_name:
        text = f"{files.clean_name(upload.name or '')}: {text}"
    return ValidationError(text, code=refusal.code)
