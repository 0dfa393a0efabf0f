"""Several invitations from one form: each address is told how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from medborger.core.refusals import Refusal
from medborger.people.models import Address


def told_each(
    request: HttpRequest,
    form: BaseForm,
    addresses: list[Address],
    invite: Callable[[Address], object],
) -> bool:
    """Invite one after another. Where nobody could be invited, the form comes back with the reasons."""
    sent, refused = [], []
    for one in addresses:
        try:
            invite(one)
            sent.append(one.email)
        except Refusal as refusal:
            refused.append((refusal.field, f"{one.email}: {refusal}"))
    if sent:
        messages.success(
            request, _("The invitation is sent to %(email)s.") % {"email": ", ".join(sent)}
        )
    for field, said in refused:
        if sent:
            messages.error(request, said)
        else:
            form.add_error(field if field in form.fields else None, said)
    return bool(sent)
