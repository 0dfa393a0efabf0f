"""The errand of the night: forget what is due, one kind after the other."""

import logging

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from medborger.core.models import RetentionRun
from medborger.portal.retention.kinds import KINDS, Kind

logger = logging.getLogger(__name__)


@task
def forget_what_is_due() -> None:
    """One kind that fails does not hold the others back; the errand is tried again."""
    failed = [kind.key for kind in KINDS if not _forgets(kind)]
    if failed:
        raise RuntimeError(f"Could not forget {', '.join(failed)}")


def _forgets(kind: Kind) -> bool:
    try:
        with transaction.atomic():
            told = {"ran_at": timezone.now(), "rows": kind.forget()}
            RetentionRun.objects.update_or_create(kind=kind.key, defaults=told)
    except Exception:
        logger.exception("Could not forget %s", kind.key)
        return False
    return True
