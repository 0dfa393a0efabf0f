"""The pages of forums. Each fetches what the visitor may, acts, and answers."""

from collections.abc import Callable
from typing import ParamSpec

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from medborger.forums.actions import Refusal

P = ParamSpec("P")


def told(
    request: HttpRequest,
    success: str,
    action: Callable[P, object],
    *args: P.args,
    **kwargs: P.kwargs,
) -> bool:
    """Act, and tell the visitor that it went well, or in plain words why it did not happen."""
    try:
        action(*args, **kwargs)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, success)
    return True


def settled(form: BaseForm, action: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Act on a valid form. A refusal stands beside its field, and what was typed is kept."""
    try:
        action(*args, **kwargs)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True
