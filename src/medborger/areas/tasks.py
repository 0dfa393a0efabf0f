"""What was kept for a while is forgotten."""

from django_tasks import task

from medborger.areas.models import Merger, OrganisationImport


@task()
def forget_files_and_mergers() -> None:
    """Files that nobody said yes to, and what it takes to undo a merger that stands."""
    OrganisationImport.objects.expired().delete()
    Merger.objects.past_regret().update(undo=None)
