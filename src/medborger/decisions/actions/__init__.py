"""What happens to recommendations and cases. Page, API and command all come through here."""

from medborger.decisions.actions.cases import (
    add_section,
    consult,
    forward,
    write_case,
)
from medborger.decisions.actions.files import attach, detach
from medborger.decisions.actions.imports import Imported, import_page
from medborger.decisions.actions.recommendations import (
    NothingToLink,
    answer,
    link,
    make_recommendations,
    recommend,
    unlink,
)

__all__ = [
    "Imported",
    "NothingToLink",
    "add_section",
    "answer",
    "attach",
    "consult",
    "detach",
    "forward",
    "import_page",
    "link",
    "make_recommendations",
    "recommend",
    "unlink",
    "write_case",
]
