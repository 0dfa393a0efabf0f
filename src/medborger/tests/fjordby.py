"""The demo town as the world that house tests look at: every kind of thing exists in it."""

import importlib

from django.apps import apps
from django.utils import timezone

from medborger.core.errands import plan_scheduled
from medborger.core.models import Mail
from medborger.decisions.models import Case
from medborger.forums.models import Forum
from medborger.portal import demo

CAST = {
    "visitor": "",
    "outsider": "bent.oestergaard@example.org",
    "member": "amina.yusuf@example.org",
    "chair": "fatma.yildiz@example.org",
    "coordinator": "line.andresen@example.org",
    "clerk": "kirsten.lund@example.org",
    "administrator": "astrid.skov@example.org",
}


def build() -> None:
    """Fjordby, with one forum for members only and one closed case, so that doors can be tried."""
    denmark = importlib.import_module("medborger.areas.migrations.0002_denmark")
    denmark.add_denmark(apps, None)
    demo.make_demo()
    Forum.objects.filter(kind=Forum.Kind.LOCAL_COMMITTEE).update(
        visibility=Forum.Visibility.MEMBERS
    )
    plan_scheduled()  # as a living worker does: the site is well
    refused = Mail(to="ukendt@example.org", subject="Velkommen", problem="550 No such user here")
    refused.failed_at = timezone.now()
    refused.save()
    Case.objects.filter(title="Gratis busser til aftenmøder").update(is_open=False)
