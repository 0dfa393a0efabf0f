"""Files that members share with one another."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from medborger.core.files import Checked, discard, keep
from medborger.core.models import StoredFile
from medborger.forums.actions.refusals import open_for_changes
from medborger.forums.models import FileVersion, Forum, ForumFile
from medborger.people.models import User


def share(by: User, forum: Forum, given: Sequence[Checked], *, title: str = "") -> list[ForumFile]:
    """Keep the files, then share them. Without a title each goes by its name."""
    kept = [keep(one, by) for one in given]
    with transaction.atomic():
        forum = open_for_changes(forum)
        return [_shared(forum, stored, title) for stored in kept]


def _shared(forum: Forum, stored: StoredFile, title: str) -> ForumFile:
    file = forum.files.create(title=title or stored.stem)
    file.versions.create(number=1, stored=stored)
    return file


def replace_file(by: User, file: ForumFile, given: Checked) -> FileVersion:
    """Put a newer version in front. The older ones stay."""
    stored = keep(given, by)
    with transaction.atomic():
        open_for_changes(file.forum)
        last = file.versions.aggregate(last=Max("number"))["last"] or 0
        return file.versions.create(number=last + 1, stored=stored)


@transaction.atomic
def unshare(by: User, file: ForumFile) -> None:
    """Take a file away with all its versions, and their bytes with it."""
    open_for_changes(file.forum)
    for version in file.versions.select_related("stored"):
        discard(version.stored)
    file.delete()
