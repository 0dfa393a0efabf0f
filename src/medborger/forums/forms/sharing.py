"""Messages to everyone, and files for everyone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.core.file_fields import GuardedFileField
from medborger.core.forms import GuardedForm, GuardedModelForm, guarded_text
from medborger.forums.models import Message


class MessageForm(GuardedModelForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)  # see Message.key

    class Meta:
        model = Message
        fields = ["subject", "text"]


class ShareFilesForm(GuardedForm):
    files = GuardedFileField(label=_("Files"), multiple=True)  # type: ignore[assignment]
    title = guarded_text(
        label=_("What they are called"),
        max_length=150,
        required=False,
        help_text=_("Leave it empty to call each by the name of its file."),
    )


class ReplaceFileForm(GuardedForm):
    file = GuardedFileField(label=_("File"))
