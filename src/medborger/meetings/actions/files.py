"""Files given to a meeting."""

from collections.abc import Sequence

from medborger.core.files import Checked, discard, keep
from medborger.meetings.models import AgendaItem, Meeting, MeetingFile
from medborger.people.models import User


def attach(
    by: User, meeting: Meeting, given: Sequence[Checked], *, item: AgendaItem | None = None
) -> list[MeetingFile]:
    """Keep the files, then hang them all on the meeting. What is kept in vain is cleared away."""
    kept = [keep(one, by) for one in given]
    return MeetingFile.objects.bulk_create(
        MeetingFile(meeting=meeting, item=item, stored=stored) for stored in kept
    )


def detach(by: User, file: MeetingFile) -> None:
    """Take a file away, and its bytes with it."""
    discard(file.stored)
