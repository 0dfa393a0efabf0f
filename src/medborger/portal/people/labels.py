"""What a column is called for the person it is about, where the model has no name for people."""

from typing import Any

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

LABELS = {
    "about_key": _("Number of what it was about"),
    "about_model": _("Kind of what it was about"),
    "answered_at": _("Answered"),
    "at": _("When"),
    "competence": _("Competence"),
    "content_type": _("File type"),
    "created_at": _("Made"),
    "done_at": _("Done"),
    "forum": _("Forum"),
    "forum_id": _("Number of the forum"),
    "from_group": _("Given by a group"),
    "id": _("Number"),
    "invited_at": _("Invited"),
    "ip": _("IP address"),
    "item": _("Item on the agenda"),
    "key": _("Key"),
    "last_seen_at": _("Last seen"),
    "last_used_at": _("Last used"),
    "last_used_on": _("Last used"),
    "letters_written_at": _("Letters written"),
    "meeting": _("Meeting"),
    "message": _("Message"),
    "organisation": _("Organisation"),
    "recipient_count": _("How many got it"),
    "scopes": _("What it may do"),
    "seat": _("Seat"),
    "sent_at": _("Sent"),
    "sha256": _("Fingerprint of the file"),
    "size": _("Size in bytes"),
    "status": _("Status"),
    "stored_at": _("Uploaded"),
    "subject": _("Subject"),
    "text": _("Text"),
    "type": _("Kind"),
    "uid": _("Number at the log-in"),
    "user_agent": _("Browser"),
    "what": _("What"),
    "withdrawn_at": _("Withdrawn"),
}


def is_unnamed(field: "Field[Any, Any]") -> bool:
    """A name that was given can be translated; the one Django makes of the column is plain text."""
    return isinstance(field.verbose_name, str)


def label_of(field: "Field[Any, Any]") -> str:
    return str(LABELS[field.name] if is_unnamed(field) else capfirst(field.verbose_name))
