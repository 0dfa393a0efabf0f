"""Attachments given to a case."""

from collections.abc import Sequence

from medborger.core.files import Checked, discard, keep
from medborger.decisions.models import Case, CaseFile
from medborger.people.models import User


def attach(
    by: User, case: Case, given: Sequence[Checked], *, title: str = "", is_open: bool = True
) -> list[CaseFile]:
    """Keep the files, then hang them all on the case. Without a title each goes by its name."""
    kept = [keep(one, by) for one in given]
    return CaseFile.objects.bulk_create(
        CaseFile(
            case=case,
            stored=stored,
            title=title or stored.stem,
            is_open=is_open,
        )
        for stored in kept
    )


def detach(by: User, file: CaseFile) -> None:
    """Take an attachment away, and its bytes with it."""
    discard(file.stored)
