from collections.abc import Callable

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


@pytest.fixture
def when_settled(run_errands: Callable[[], None]) -> Callable[[], None]:
    """Let the minutes pass that a letter about a change waits."""

    def pass_the_time() -> None:
        DBTaskResult.objects.update(run_after=timezone.now())
        run_errands()

    return pass_the_time
