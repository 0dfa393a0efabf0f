"""Messages to everyone, and files for everyone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.core.file_fields import GuardedFileField
from medborger.core.forms import GuardedForm, GuardedModelForm
from medborger.forums.models import Message


class MessageForm(GuardedModelForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)  # see Message.key

    class Meta:
        model = Message
        fields = ["subject", "text"]


class ReplaceFileForm(GuardedForm):
    file = GuardedFileField(label=_("File"))
